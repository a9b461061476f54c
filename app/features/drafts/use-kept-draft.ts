import { useEffect, useState } from "react";
import { useLocation, useRouteLoaderData } from "react-router";
import type { loader as signedInLoader } from "../frame/signed-in.tsx";

interface KeptDraft {
  /** What was typed before; undefined when there is nothing. It never changes under the typing hand. */
  readonly values: Readonly<Record<string, string>> | undefined;
  /** Changes when the form is to stand there anew. */
  readonly version: number;
  /** It was recorded or is not wanted. */
  readonly forget: () => void;
  /** Whose it is: the id of who is signed in. */
  readonly me: string;
}

/** The draft of a form: the server's, or what this browser kept and could not send. */
export function useKeptDraft(page: string, form: string): KeptDraft {
  const signedIn = useRouteLoaderData<typeof signedInLoader>("features/frame/signed-in");
  const here = useLocation().pathname === page;
  const [draft, setDraft] = useState({ values: here ? signedIn?.drafts[form] : undefined, version: 0 });
  const me = signedIn?.me.id ?? "";
  useEffect(() => {
    let left = false;
    void import("./local-drafts.ts").then(({ forgetLocally, localDraft }) => {
      const local = localDraft(me, page, form);
      if (left || local === undefined) return;
      if (local.saved || Object.keys(local.values).length === 0) return forgetLocally(me, page, form);
      if (isPristine(document.getElementById(form))) {
        setDraft(({ version }) => ({ values: local.values, version: version + 1 }));
      }
    });
    return () => {
      left = true;
    };
  }, [me, page, form]);
  const { values, version } = draft;
  useEffect(() => {
    if (values !== undefined) showAround(document.getElementById(form));
  }, [values, form]);
  function forget() {
    void import("./local-drafts.ts").then(({ forgetLocally }) => forgetLocally(me, page, form));
    setDraft((before) => ({ values: undefined, version: before.version + 1 }));
  }
  return { values, version, forget, me };
}

/** Nobody typed in it before the page came alive. */
function isPristine(form: HTMLElement | null): boolean {
  const texts = form?.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(
    "textarea, input:not([type=hidden])",
  );
  return [...(texts ?? [])].every((control) => control.value === control.defaultValue);
}

/** A text that stands in something folded is not seen. */
function showAround(form: HTMLElement | null): void {
  for (let at = form?.closest("details"); at; at = at.parentElement?.closest("details")) at.open = true;
}
