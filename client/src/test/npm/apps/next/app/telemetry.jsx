'use client';
import { useEffect } from 'react';
import { load } from 'candor-client';

export function Telemetry() {
  useEffect(() => {
    load({ src: '/candor.js', routes: { '/orders': 'ORDERS' } });
  }, []);
  return null;
}
