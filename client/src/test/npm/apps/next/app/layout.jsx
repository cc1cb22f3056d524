import { Telemetry } from './telemetry';

export const metadata = { title: 'Shop' };

export default function Layout({ children }) {
  return (
    <html lang="en">
      <body>
        <Telemetry />
        {children}
      </body>
    </html>
  );
}
