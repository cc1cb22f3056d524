// A product's server that reports with Segment's own client: node node-client.mjs HOST KEY. Ends when all is delivered or given up.
import { Analytics } from '@segment/analytics-node';

const [host, writeKey] = process.argv.slice(2);
const analytics = new Analytics({ host, writeKey, flushAt: 6, flushInterval: 500 });
analytics.on('error', (failure) => console.error('error', failure.code));
const userId = 'ann.canary@example.org';
const context = { ip: '203.0.113.77', traits: { email: 'canary@example.org' } };

analytics.track({ userId, event: 'Order Completed', properties: { plan: 'free', total: 7, note: 'by Ann Canary' }, context });
analytics.page({ userId, name: 'Home', properties: { url: 'https://h.example/u/canary@example.org?token=canary' }, context });
analytics.screen({ userId, name: 'Start', context });
analytics.identify({ userId, traits: { email: 'canary@example.org', name: 'Ann Canary' }, context });
analytics.group({ userId, groupId: 'canary-inc', traits: { name: 'Canary Inc' }, context });
analytics.alias({ userId, previousId: 'canary-before', context });
for (let i = 0; i < 24; i++) {
  analytics.track({ anonymousId: '0b62ab60-02ad-4f69-a181-d9c5eb2f97fa', event: 'Step', properties: { i } });
}
await analytics.closeAndFlush({ timeout: 60_000 });
