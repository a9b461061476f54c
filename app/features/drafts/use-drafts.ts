import { useEffect, useRef } from "react";
import { useLocation } from "react-router";
import { setSaveState } from "#app/ui/save-state.ts";

/** Keeps, from the moment the page is alive, what this person types in forms that say so. */
export function useDrafts(person: string): void {
  const { pathname, search } = useLocation();
  const page = useRef(pathname);
  useEffect(() => {
    let stop = () => {};
    let left = false;
    void import("./keep-drafts.ts").then(({ keepDrafts }) => {
      if (!left) stop = keepDrafts(person);
    });
    return () => {
      left = true;
      stop();
    };
  }, [person]);
  useEffect(() => {
    // An act that is recorded leads on: to its number, or to another page. A refused one stays where it is.
    if (!/[?&]recorded=/.test(search) && page.current === pathname) return;
    page.current = pathname;
    void import("./local-drafts.ts").then(({ forgetSent }) => forgetSent());
    setSaveState({ kind: "idle" });
  }, [pathname, search]);
}
