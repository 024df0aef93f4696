import http from 'node:http';
import { createInterface } from 'node:readline';
import type { Terminal } from './terminal.ts';

/** What somebody whose browser is on another device is told. */
export const pasteHint =
  'In a browser on another device the sign-in ends on a page that cannot be shown: paste the address of that page here.';

/** An address with a code and a state in it has a few kilobytes. */
const longest = 64 * 1024;

/**
 * Takes the address on which a sign-in ended from standard input, for a browser that cannot reach this machine: what it
 * would have asked is asked here, of the port that waits for it, which checks it as ever. Until the returned function
 * is called, or the input ends.
 * @param page - the sign-in page that was shown: its redirect URI says which addresses are an answer
 */
export function takePastedAnswer(
  { input, errors }: Pick<Terminal, 'input' | 'errors'>,
  page: string,
): () => void {
  const redirect = new URL(page).searchParams.get('redirect_uri') ?? '';
  const lines = createInterface({ input, terminal: false });
  lines.on('line', (line) => {
    const pasted = line.trim();
    if (pasted === '') return;
    if (!isAnswer(pasted, redirect)) {
      errors.write(`That is not the address: it begins with ${redirect} and has a "?" in it.\n`);
      return;
    }
    // not through a proxy, whatever the environment says: it is this machine's own port
    const asked = http.get(pasted, { agent: new http.Agent() }, (response) => response.resume());
    asked.on('error', () => errors.write('The sign-in waits no longer: begin anew.\n'));
  });
  return () => {
    lines.close();
    input.pause();
  };
}

function isAnswer(pasted: string, redirect: string): boolean {
  if (pasted.length > longest || !URL.canParse(pasted) || !URL.canParse(redirect)) return false;
  const [given, wanted] = [new URL(pasted), new URL(redirect)];
  return given.origin === wanted.origin && given.pathname === wanted.pathname && given.search !== '';
}
