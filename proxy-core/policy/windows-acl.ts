import { msg, type Message } from '#messages/message.ts';

/** Administrators, the system, and Windows' own installer, in SDDL's short forms where it has them. */
const administrators: ReadonlySet<string> = new Set([
  'BA',
  'SY',
  'S-1-5-32-544',
  'S-1-5-18',
  'S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464',
]);

/** Rights that SDDL has letters for, of files ([MS-DTYP] 2.5.1.1); generic ones that write are left out, as unknown ones. */
const rights: Readonly<Record<string, number>> = {
  CC: 0x1,
  DC: 0x2,
  LC: 0x4,
  SW: 0x8,
  RP: 0x10,
  WP: 0x20,
  DT: 0x40,
  LO: 0x80,
  CR: 0x1_00,
  SD: 0x1_00_00,
  RC: 0x2_00_00,
  WD: 0x4_00_00,
  WO: 0x8_00_00,
  FR: 0x12_00_89,
  FX: 0x12_00_a0,
  FW: 0x12_01_16,
  FA: 0x1f_01_ff,
  GR: 0,
  GX: 0,
};

/** To write or append, to delete, to change the access or the owner, and all (generic all and generic write). */
const writing = 0x2 | 0x4 | 0x1_00_00 | 0x4_00_00 | 0x8_00_00 | 0x10_00_00_00 | 0x40_00_00_00;

/**
 * Why a file of Windows is not an administrator's alone to write; undefined where it is.
 * @param sddl - owner and access as SDDL ([MS-DTYP] 2.5.1): 'O:BAG:…D:(A;;FA;;;BA)…'
 */
export function writableByOthers(sddl: string): Message | undefined {
  const owner = /^O:(BA|SY|[A-Z]{2}|S-[\d-]+?)(?=[GDS]:|$)/.exec(sddl)?.[1] ?? '';
  if (!administrators.has(owner)) return msg('policy.ownedByOther', { owner });
  const access = /D:([^(]*)((?:\([^)]*\))+)/.exec(sddl);
  // no list at all: everybody may do everything
  if (access === null) return msg('policy.writableByEverybody');
  for (const [, entry = ''] of (access[2] ?? '').matchAll(/\(([^)]*)\)/g)) {
    // inherit-only (IO) entries are for what is below a folder
    const [type = '', flags = '', granted = '', , , who = ''] = entry.split(';');
    const applies = type.endsWith('A') && !/^(?:..)*IO/.test(flags);
    if (applies && !administrators.has(who) && writes(granted)) return msg('policy.writableByOther', { who });
  }
  return undefined;
}

function writes(granted: string): boolean {
  if (granted.startsWith('0x')) return (Number(granted) & writing) !== 0;
  return (granted.match(/../g) ?? []).some((letters) => {
    const mask = rights[letters];
    return mask === undefined || (mask & writing) !== 0;
  });
}
