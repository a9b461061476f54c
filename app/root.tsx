import uiFont from "@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-normal.woff2?url";
import monoFont from "@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2?url";
import { Links, type LinksFunction, Meta, Outlet, Scripts, ScrollRestoration } from "react-router";
import styles from "#app/ui/app.css?url";
import favicon from "#app/ui/favicon.svg?url";
import { IconSprite } from "#app/ui/icon.tsx";
import { useRequestFacts } from "#app/ui/request-facts.tsx";
import { useWordsOfPage } from "#app/ui/text.tsx";
import type { Route } from "./+types/root";
import { Failed } from "./features/frame/failed.tsx";

export const links: LinksFunction = () => [
  { rel: "preload", href: uiFont, as: "font", type: "font/woff2", crossOrigin: "anonymous" },
  { rel: "preload", href: monoFont, as: "font", type: "font/woff2", crossOrigin: "anonymous" },
  { rel: "stylesheet", href: styles },
  { rel: "icon", href: favicon, type: "image/svg+xml" },
];

export function Layout({ children }: { children: React.ReactNode }) {
  const { nonce } = useRequestFacts();
  const { language, address, zone } = useWordsOfPage();
  return (
    <html lang={language} data-messages={address} data-zone={zone ?? undefined}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <link rel="preload" href={address} as="fetch" crossOrigin="anonymous" />
        <Meta />
        <Links />
      </head>
      <body>
        <IconSprite />
        {children}
        <ScrollRestoration nonce={nonce} />
        <Scripts nonce={nonce} />
      </body>
    </html>
  );
}

export default function App() {
  return <Outlet />;
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <Failed error={error} />;
}
