/** So much of the name before the @ always stays. */
const leastOfName = 3;

/**
 * An address in no more than a width, for the eye: what is left out is an '…'. The beginning of the name stays, and
 * whole last labels of the domain, so that no other domain can be read out of it: 'office.rec…@subsid…example.org'.
 *
 * @param room - the width that there is
 * @param widthOf - what a text takes of it
 * @returns the least of it that says something where even that has no room
 */
export function cutAddress(address: string, room: number, widthOf: (text: string) => number): string {
  if (widthOf(address) <= room) return address;
  const at = address.lastIndexOf('@');
  const name = charactersOf(address.slice(0, Math.max(0, at)));
  const labels = address.slice(at + 1).split('.');
  let shown = address;
  for (const kept of [2, 1]) {
    const before = charactersOf(labels.slice(0, -kept).join('.'));
    const last = labels.slice(-kept).join('.');
    const dot = kept === 1 ? '.' : '';
    let [ofName, ofBefore] = [name.length, before.length];
    for (;;) {
      const domain =
        before.length === 0
          ? last
          : `${beginning(before, ofBefore)}${ofBefore < before.length ? dot : '.'}${last}`;
      shown = `${beginning(name, ofName)}${at < 0 ? '' : '@'}${domain}`;
      if (widthOf(shown) <= room) return shown;
      if (ofBefore > 0 && (ofBefore >= ofName || ofName <= leastOfName)) ofBefore -= 1;
      else if (ofName > leastOfName) ofName -= 1;
      else break;
    }
  }
  return shown;
}

/** The first so many characters, with an '…' for those that are left out. */
function beginning(characters: readonly string[], count: number): string {
  return count < characters.length ? `${characters.slice(0, count).join('')}…` : characters.join('');
}

function charactersOf(text: string): string[] {
  return Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
}
