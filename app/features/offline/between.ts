import type { DataStrategyResult, MiddlewareFunction } from "react-router";

export type Results = Record<string, DataStrategyResult>;

let handler: MiddlewareFunction<Results> | undefined;

/** What stands between the router and the network, once the page is alive. */
export function standBetween(by: MiddlewareFunction<Results>): void {
  handler = by;
}

export const throughBadConnection: MiddlewareFunction<Results> = (args, next) =>
  handler === undefined ? next() : handler(args, next);
