/** What goes here and the one act that fills it. */
export function Empty({ children, act }: { children: React.ReactNode; act?: React.ReactNode }) {
  return (
    <div className="empty">
      <p>{children}</p>
      {act}
    </div>
  );
}
