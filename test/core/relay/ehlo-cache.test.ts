import { expect, it } from 'vitest';
import type { ServerAddress } from '#contract/endpoints.ts';
import { EhloCache } from '#core/relay/ehlo-cache.ts';

const exchange: ServerAddress = { host: 'smtp.office365.com', port: 587, tls: 'starttls' };
const gmail: ServerAddress = { host: 'smtp.gmail.com', port: 465, tls: 'implicit' };
const withSmtp = (smtp: ServerAddress) => ({ servers: { smtp } });

it('announces nothing until every server is known', () => {
  const extensions = new EhloCache();
  const clients = [withSmtp(exchange), withSmtp(gmail)];
  expect(extensions.announced(clients)).toEqual([]);
  extensions.learned(exchange, ['SIZE 1000', '8BITMIME']);
  expect(extensions.announced(clients)).toEqual([]);
  expect(extensions.unknown(clients)).toEqual([gmail]);
  extensions.learned(gmail, ['SIZE 500', '8BITMIME', 'SMTPUTF8']);
  expect(extensions.unknown(clients)).toEqual([]);
  expect(extensions.announced(clients)).toEqual(['SIZE 500', '8BITMIME']);
});

it('announces the whole list where all accounts have one server', () => {
  const extensions = new EhloCache();
  extensions.learned(gmail, ['SIZE 500', '8BITMIME', 'SMTPUTF8', 'AUTH XOAUTH2', 'STARTTLS']);
  expect(extensions.announced([withSmtp(gmail)])).toEqual(['SIZE 500', '8BITMIME', 'SMTPUTF8']);
});

it('asks each server once, however many clients name it and however its name is spelled', () => {
  const extensions = new EhloCache();
  const shouted = { ...exchange, host: 'SMTP.Office365.com' };
  expect(extensions.unknown([withSmtp(exchange), withSmtp(shouted), withSmtp(gmail)])).toHaveLength(2);
  extensions.learned(shouted, ['8BITMIME']);
  expect(extensions.unknown([withSmtp(exchange)])).toEqual([]);
  expect(extensions.announced([withSmtp(exchange)])).toEqual(['8BITMIME']);
});

it('takes another port of the same host for another server', () => {
  const extensions = new EhloCache();
  extensions.learned(exchange, ['8BITMIME']);
  const other = { ...exchange, port: 25 };
  expect(extensions.unknown([withSmtp(other)])).toEqual([other]);
  expect(extensions.announced([withSmtp(other)])).toEqual([]);
});

it('forgets what a server no longer says', () => {
  const extensions = new EhloCache();
  extensions.learned(gmail, ['8BITMIME', 'CHUNKING']);
  extensions.learned(gmail, ['8BITMIME']);
  expect(extensions.announced([withSmtp(gmail)])).toEqual(['8BITMIME']);
});

it('does not ask clients that send nothing', () => {
  const extensions = new EhloCache();
  expect(extensions.unknown([{ servers: {} }])).toEqual([]);
  expect(extensions.announced([{ servers: {} }])).toEqual([]);
  extensions.learned(gmail, ['8BITMIME']);
  expect(extensions.announced([{ servers: {} }, withSmtp(gmail)])).toEqual(['8BITMIME']);
});
