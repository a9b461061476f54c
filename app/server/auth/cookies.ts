import { Cookie, SetCookie } from "@remix-run/headers";

/** A cookie of ours holds a random id and nothing else. */
export interface CookieJar {
  /** The id this request carries. */
  read(request: Request): string | undefined;
  /** The `Set-Cookie` value that makes the browser keep the id until it is closed or signed out. */
  keep(id: string): string;
  /** The `Set-Cookie` value that makes it forget. */
  forget(): string;
}

/** Over https the name itself demands Secure, this very host and the whole site. */
export function cookieJar(name: string, origin: string): CookieJar {
  const secure = origin.startsWith("https:");
  const fullName = secure ? `__Host-${name}` : name;
  const attributes = { name: fullName, path: "/", httpOnly: true, sameSite: "Lax", secure } as const;
  return {
    read(request) {
      const header = request.headers.get("Cookie");
      return header === null ? undefined : (new Cookie(header).get(fullName) ?? undefined);
    },
    keep: (id) => new SetCookie({ ...attributes, value: id }).toString(),
    forget: () => new SetCookie({ ...attributes, value: "", maxAge: 0 }).toString(),
  };
}
