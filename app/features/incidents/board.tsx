export default function Board() {
  return (
    <main className="gate">
      <h1>Open incidents</h1>
    </main>
  );
}
