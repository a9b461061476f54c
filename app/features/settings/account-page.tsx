import { Link } from "react-router";
import { PageTitle } from "#app/ui/page-title.tsx";
import { useText } from "#app/ui/text.tsx";

/** The frame of one change of one's own account. */
export function AccountPage({ title, children }: { title: string; children: React.ReactNode }) {
  const text = useText();
  return (
    <>
      <PageTitle name={title} />
      <div className="pagehead">
        <div className="pagehead__t">
          <p className="sm">
            <Link to="/settings/account">{text("account.title")}</Link>
          </p>
          <h1>{title}</h1>
        </div>
      </div>
      {children}
    </>
  );
}
