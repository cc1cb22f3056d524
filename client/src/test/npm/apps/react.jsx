// React Router as apps have it: links, a path with an id, and a redirect.
import { load } from 'candor-client';
import { createRoot } from 'react-dom/client';
import { createBrowserRouter, Link, Outlet, redirect } from 'react-router';
import { RouterProvider } from 'react-router/dom';

load({ src: '/candor.js', routes: { '/orders': 'ORDERS' } });

function Menu() {
  return (
    <>
      <Link id="orders" to="/orders">Orders</Link>
      <Link id="order" to="/orders/612465f87b2230debedfc6">Order</Link>
      <Link id="old" to="/old">Old orders</Link>
      <Outlet />
    </>
  );
}

const router = createBrowserRouter([
  {
    path: '/',
    element: <Menu />,
    children: [
      { index: true, element: <h1>home</h1> },
      { path: 'orders', element: <h1>orders</h1> },
      { path: 'orders/:id', element: <h1>order</h1> },
      { path: 'old', loader: () => redirect('/orders') },
    ],
  },
]);
createRoot(document.getElementById('app')).render(<RouterProvider router={router} />);
