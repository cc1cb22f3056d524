// Vue Router as apps have it: links, a path with an id, and a redirect.
import { load } from 'candor-client';
import { createApp, h } from 'vue';
import { createRouter, createWebHistory, RouterLink, RouterView } from 'vue-router';

load({ src: '/candor.js', routes: { '/orders': 'ORDERS' } });

const heading = (text) => ({ render: () => h('h1', text) });
const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', component: heading('home') },
    { path: '/orders', component: heading('orders') },
    { path: '/orders/:id', component: heading('order') },
    { path: '/old', redirect: '/orders' },
  ],
});
const link = (id, to, text) => h(RouterLink, { id, to }, () => text);
createApp({
  render: () => [
    link('orders', '/orders', 'Orders'),
    link('order', '/orders/612465f87b2230debedfc6', 'Order'),
    link('old', '/old', 'Old orders'),
    h(RouterView),
  ],
})
  .use(router)
  .mount('#app');
