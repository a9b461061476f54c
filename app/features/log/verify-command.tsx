import { Fragment } from "react";

/** What to type to verify a bundle by hand, with the files as they are downloaded here; lines break between its words. */
export function VerifyCommand({ incident }: { incident: string }) {
  const words = ["node", "verify.mjs", `sangfroid-${incident}.zip`, "--vkey", `${incident}.vkey`];
  return (
    <pre className="note">
      {words.map((word, index) => (
        <Fragment key={word}>
          {index > 0 && " "}
          <span className="w">{word}</span>
        </Fragment>
      ))}
    </pre>
  );
}
