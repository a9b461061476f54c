/** Who is asked whether a credential still works, and how long a change may take to reach every place there. */
export const COUNTERPARTS = {
  acme: { windowSeconds: 60 },
  alibaba: { windowSeconds: 60 },
  aws: { windowSeconds: 60 },
  cloudflare: { windowSeconds: 60 },
  github: { windowSeconds: 60 },
  ldap: { windowSeconds: 10 },
  mariadb: { windowSeconds: 10 },
  oauth: { windowSeconds: 10 },
  postgresql: { windowSeconds: 10 },
  rabbitmq: { windowSeconds: 10 },
  redis: { windowSeconds: 10 },
  slack: { windowSeconds: 60 },
  ssh: { windowSeconds: 10 },
  stripe: { windowSeconds: 60 },
  x509: { windowSeconds: 60 },
} as const satisfies Record<string, { readonly windowSeconds: number }>;

export type Counterpart = keyof typeof COUNTERPARTS;
