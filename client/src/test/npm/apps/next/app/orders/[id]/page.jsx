import Link from 'next/link';

export const dynamicParams = false;

export function generateStaticParams() {
  return [{ id: '612465f87b2230debedfc6' }];
}

export default function Order() {
  return <Link id="home" href="/">Home</Link>;
}
