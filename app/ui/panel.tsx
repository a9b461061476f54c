import { useId } from "react";

interface PanelProps {
  readonly id?: string;
  readonly title: string;
  /** The title is read aloud but not shown. */
  readonly quiet?: boolean;
  /** Narrow padding, for the second column. */
  readonly side?: boolean;
  /** At the end of the head: a link, a count, a state. */
  readonly aside?: React.ReactNode;
  readonly foot?: React.ReactNode;
  readonly children: React.ReactNode;
}

export function Panel({ id, title, quiet = false, side = false, aside, foot, children }: PanelProps) {
  const own = useId();
  const heading = `${id ?? own}-h`;
  return (
    <section className={side ? "panel side" : "panel"} id={id} aria-labelledby={heading}>
      {quiet ? (
        <h2 className="sr" id={heading}>
          {title}
        </h2>
      ) : (
        <div className="panel__head">
          <h2 id={heading}>{title}</h2>
          {aside}
        </div>
      )}
      {children}
      {foot !== undefined && <p className="panel__foot">{foot}</p>}
    </section>
  );
}
