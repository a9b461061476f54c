import { Moment } from "./moment.tsx";
import { useServerNow } from "./server-clock.tsx";
import { useRichText } from "./text.tsx";

interface PrintFootProps {
  readonly codename: string;
  readonly size: number;
  /** Of the log at that size, in hex. */
  readonly root: string | undefined;
}

/** On paper alone: which state of the log the page was made from, and when it left the printer. */
export function PrintFoot({ codename, size, root }: PrintFootProps) {
  const rich = useRichText();
  const when = <Moment at={new Date(useServerNow()).toISOString()} show="second" />;
  const values = { codename, size: `${size}`, when };
  return (
    <p className="print-only print-foot">
      {root === undefined ? rich("paper.foot-unsigned", values) : rich("paper.foot", { ...values, root })}
    </p>
  );
}
