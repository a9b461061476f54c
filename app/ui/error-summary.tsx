import { useEffect, useRef } from "react";
import { useText } from "./text.tsx";

export interface FormProblem {
  /** The id of the control that has to change; undefined when no single one does. */
  readonly field?: string | undefined;
  readonly message: string;
}

interface ErrorSummaryProps {
  readonly title?: string | undefined;
  readonly problems: readonly FormProblem[];
}

/** Stands above the form that was refused and takes the focus, so that it is read first. */
export function ErrorSummary({ problems, title }: ErrorSummaryProps) {
  const text = useText();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (problems.length > 0) box.current?.focus();
  }, [problems]);
  if (problems.length === 0) return null;
  return (
    <div className="errors" role="alert" tabIndex={-1} ref={box}>
      <h2>{title ?? text("ui.not-recorded")}</h2>
      <ul className="stack stack--tight">
        {problems.map((problem) => (
          <li key={`${problem.field ?? ""} ${problem.message}`}>
            {problem.field === undefined ? (
              problem.message
            ) : (
              <a href={`#${problem.field}`}>{problem.message}</a>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
