import Link from 'next/link';

export default function Orders() {
  return <Link id="order" href="/orders/612465f87b2230debedfc6">Order</Link>;
}
