/** Escapes text for HTML, inside an element or a quoted attribute. */
export function escapeHtml(text: string): string {
  const names: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replaceAll(/[&<>"']/g, (character) => names[character] ?? character);
}

/** A whole page. `body` is HTML; `title` and `problem` are text. */
export function page(title: string, problem: string, body: string): string {
  const alert = problem === '' ? '' : `<p role="alert">${escapeHtml(problem)}</p>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)} – Sandbox</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 26rem; margin: 3rem auto; padding: 0 1rem; color: #1b1b1b; background: #fff }
label { display: block; margin: .8rem 0 }
input { display: block; width: 100%; box-sizing: border-box; font: inherit; padding: .4rem }
button { font: inherit; padding: .4rem 1rem }
[role=alert] { color: #a00000; font-weight: 600 }
</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${alert}
${body}
</main>
</body>
</html>
`;
}

/** A labelled input. All arguments are text. */
export function field(
  label: string,
  name: string,
  type: 'text' | 'email' | 'password',
  value: string,
): string {
  const complete = { text: 'off', email: 'username', password: 'current-password' }[type];
  return `<label>${escapeHtml(label)} <input name="${escapeHtml(name)}" type="${type}" value="${escapeHtml(value)}" autocomplete="${complete}" required></label>`;
}

/** Inputs that a person does not see. */
export function hiddenFields(values: Iterable<readonly [string, string]>): string {
  return [...values]
    .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
    .join('\n');
}

/** A page whose form sends itself (response_mode=form_post). */
export function selfPostingPage(action: string, values: Iterable<readonly [string, string]>): string {
  return page(
    'Working…',
    '',
    `<form id="result" method="post" action="${escapeHtml(action)}">
${hiddenFields(values)}
<noscript><button>Continue</button></noscript>
</form>
<script>document.getElementById('result').submit()</script>`,
  );
}
