import { Icon, type IconName } from "./icon.tsx";

export interface BannerProps {
  readonly tone: "warn" | "danger" | "drill" | "neutral";
  readonly icon: IconName;
  /** The state, in a word or two. */
  readonly state: string;
  /** One line; `more` joins it where the screen is wide enough. */
  readonly children: React.ReactNode;
  readonly more?: React.ReactNode;
}

/** A mode the whole page is in. Not dismissible while it is true. */
export function Banner({ tone, icon, state, children, more }: BannerProps) {
  return (
    <section className={`banner banner--${tone}`} aria-label={state}>
      <div className="banner__in">
        <Icon name={icon} />
        <p>
          <b>{state}.</b> {children}
          {more !== undefined && <span className="wide"> {more}</span>}
        </p>
      </div>
    </section>
  );
}
