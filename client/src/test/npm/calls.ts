// Typical calls, as pages make them; and, marked, calls that the types refuse.
import type { Analytics, ConsentStatus, Context, Middleware } from '../../main/npm/index';

const a: Analytics = window.analytics;
const done = (context: Context): void => console.log(context.event.type, context.id);

void a.load('key', { routes: { '/app/:id/edit': 'EDITOR' }, hashRouting: true, dnt: 'off', params: 'plan,tab', auto: 'off' });
void a.ready(() => console.log(a.VERSION, a.initialized));

void a.page();
void a.page(done);
void a.page('Home');
void a.page('Home', { plan: 'free' });
void a.page('Docs', 'Home', { plan: 'free' }, { timestamp: new Date() }, done);
void a.page(null, 'Home', done);
void a.page({ plan: 'free' }, { messageId: 'm-1' });
void a.screen('Players', 'List', { rows: 3 }, done);

void a.track('Item Purchased');
void a.track('Item Purchased', done);
void a.track('Item Purchased', { plan: 'free', n: 1, ok: true }, { context: { page: { title: 'T' } } }, done);
void a.track({ event: 'Item Purchased', properties: { plan: 'free' } }, {}, done);
a.track('Item Purchased').then(context => context.event.properties);
a.track('Item Purchased').then(context => context.failedDelivery() || context.logs().length);
a.ready(() => a.Integrations['Google Analytics']);
// @ts-expect-error an event has a name
void a.track();
// @ts-expect-error a name is text
void a.track(12);

void a.identify('u');
void a.identify(12, { plan: 'free' }, {}, done);
void a.identify({ plan: 'free' });
void a.group('g', { n: 1 });
const group: string | null = a.group().id();
void a.alias('to', 'from', done);
void a.alias();
void a.alias(done);
// @ts-expect-error an id is text or a number
void a.alias({});
a.user().id('u');
a.user().traits({ plan: 'free' });
a.user().identify('u', { plan: 'free' });
a.group().reset();
const anonymousId: string | null = a.user().load().anonymousId();
a.user().save();
a.group().load();
// @ts-expect-error traits are an object
a.user().traits('free');

const id: string | null = a.user().anonymousId();
a.setAnonymousId('random-1');
a.reset();
a.on('track', (event, properties) => console.log(event.length, properties.plan)).once('ready', () => {});
a.off('track');
a.emit('x', 1, 'two');

void a.trackLink(document.querySelectorAll('a'), 'Link Followed', link => ({ rel: link.getAttribute('rel') }));
void a.trackLink(document.querySelector('a'), link => link.tagName);
void a.trackForm(document.querySelector('form'), 'Form Sent', form => ({ n: form.length }));

const middleware: Middleware = ({ payload, next }) => {
  payload.obj.properties = { ...payload.obj.properties, plan: 'paid' };
  next(payload.type() === 'page' ? null : payload);
};
void a.addSourceMiddleware(middleware);
a.debug().timeout(100).debug(false);

// What a page has in types of its own, and what it may not have at all.
interface Plan { plan: string; seats?: number }
declare const plan: Plan;
declare const perhaps: string | undefined;
void a.track('Plan Chosen', plan).then(context => context.event.properties?.plan.length);
void a.track('Plan Chosen', undefined, { context: { app: plan } });
void a.page(perhaps, 'Home', plan);
void a.page('Docs', undefined, plan);
void a.identify(perhaps, plan);
void a.identify(plan, done);
void a.group(undefined, plan);
void a.alias('to', perhaps);
void a.trackLink(document.links, 'Link Followed', plan);
const mail: string = a.user().traits(plan).email;
a.on('identify', (_id, traits) => traits.email.length);
void a.addSourceMiddleware(async ({ payload, next }) => next(payload.obj.context.device?.type === 'ios' ? null : payload));
void a.addDestinationMiddleware('Mixpanel', [middleware]);
void a.register({ name: 'plugin' });
void a.deregister('plugin');
void a.load('key').track('Loaded');

a.push(['track', 'Item Purchased']);

const status: ConsentStatus = a.consent.status();
a.consent.onChange(changed => console.log(changed === 'granted'));
a.consent.grant({ anyway: true }).then((answered: ConsentStatus) => answered);
void a.consent.deny();
void a.consent.withdraw();
const seen: number | undefined = a.consent.inspect().sent?.length;
// @ts-expect-error there is no such answer
a.consent.grant('yes');

console.log(group, mail, id, status, seen, analytics.VERSION);
