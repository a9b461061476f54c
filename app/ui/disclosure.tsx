import { Icon } from "./icon.tsx";

interface DisclosureProps {
  readonly summary: React.ReactNode;
  readonly open?: boolean;
  readonly id?: string;
  readonly className?: string;
  readonly children: React.ReactNode;
}

export function Disclosure({ summary, open = false, id, className = "fold", children }: DisclosureProps) {
  return (
    <details className={className} open={open} id={id}>
      <summary>
        <Icon name="right" className="chev" />
        {summary}
      </summary>
      {children}
    </details>
  );
}
