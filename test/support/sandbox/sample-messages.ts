/** A message for a fresh mailbox. */
export interface SampleMessage {
  readonly raw: string;
  readonly flags: string[];
  readonly date: Date;
}

/** A few messages with what makes mail hard: dots at line starts, UTF-8, parts, an attachment. */
export function sampleMessages(address: string): SampleMessage[] {
  return [
    {
      flags: ['\\Seen'],
      date: new Date('2026-01-05T08:00:00Z'),
      raw: message(
        {
          From: 'Sandbox <welcome@example.org>',
          To: address,
          Subject: 'Welcome to the sandbox',
          Date: 'Mon, 05 Jan 2026 08:00:00 +0000',
          'Message-ID': '<welcome@example.org>',
        },
        'This mailbox lives in memory.\r\nWhat you send to an address of the sandbox arrives in its mailbox.\r\n',
      ),
    },
    {
      flags: [],
      date: new Date('2026-01-06T09:30:00Z'),
      raw: message(
        {
          From: 'Bo Example <bo@example.org>',
          To: address,
          Subject: '=?UTF-8?B?R3LDvMOfZSBhdXMgWsO8cmljaA==?=',
          Date: 'Tue, 06 Jan 2026 09:30:00 +0000',
          'Message-ID': '<greetings@example.org>',
          'MIME-Version': '1.0',
          'Content-Type': 'text/plain; charset=utf-8',
          'Content-Transfer-Encoding': '8bit',
        },
        'Schöne Grüße.\r\n.\r\n..two dots\r\n.hidden\r\nThe line above begins with a dot.\r\n',
      ),
    },
    {
      flags: ['\\Flagged'],
      date: new Date('2026-01-07T17:45:00Z'),
      raw: message(
        {
          From: 'Accounts <accounts@example.org>',
          To: address,
          Subject: 'Figures for January',
          Date: 'Wed, 07 Jan 2026 17:45:00 +0000',
          'Message-ID': '<figures@example.org>',
          'MIME-Version': '1.0',
          'Content-Type': 'multipart/mixed; boundary="part"',
        },
        [
          '--part',
          'Content-Type: text/plain; charset=us-ascii',
          '',
          'The figures are attached.',
          '--part',
          'Content-Type: text/csv; name="figures.csv"',
          'Content-Disposition: attachment; filename="figures.csv"',
          'Content-Transfer-Encoding: base64',
          '',
          Buffer.from('month,amount\r\nJanuary,42\r\n').toString('base64'),
          '--part--',
          '',
        ].join('\r\n'),
      ),
    },
  ];
}

function message(headers: Readonly<Record<string, string>>, body: string): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${lines.join('')}\r\n${body}`;
}
