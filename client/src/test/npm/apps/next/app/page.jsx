import Link from 'next/link';

export default function Home() {
  return <Link id="orders" href="/orders">Orders</Link>;
}
