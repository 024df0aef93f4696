import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import type { ServerAddress, Servers } from '#contract/endpoints.ts';
import { EhloCache, probeEhlo } from '#core/relay/ehlo-cache.ts';
import { listening } from '../../support/listening.ts';
import { relayDeps } from './relay-deps.ts';

const exchange: ServerAddress = { host: 'smtp.office365.com', port: 587, tls: 'starttls' };
const gmail: ServerAddress = { host: 'smtp.gmail.com', port: 465, tls: 'implicit' };
const withSmtp = (smtp: ServerAddress) => ({ servers: { smtp } });
const announcedFor = (extensions: EhloCache, bySmtp: { servers: Servers }[]) =>
  extensions.announced({ bySmtp, apiSizes: [] });

it('announces nothing until every server is known', () => {
  const extensions = new EhloCache();
  const clients = [withSmtp(exchange), withSmtp(gmail)];
  expect(announcedFor(extensions, clients)).toEqual([]);
  extensions.learned(exchange, ['SIZE 1000', '8BITMIME']);
  expect(announcedFor(extensions, clients)).toEqual([]);
  expect(extensions.unknown(clients)).toEqual([gmail]);
  extensions.learned(gmail, ['SIZE 500', '8BITMIME', 'SMTPUTF8']);
  expect(extensions.unknown(clients)).toEqual([]);
  expect(announcedFor(extensions, clients)).toEqual(['SIZE 500', '8BITMIME']);
});

it('announces the whole list where all accounts have one server', () => {
  const extensions = new EhloCache();
  extensions.learned(gmail, ['SIZE 500', '8BITMIME', 'SMTPUTF8', 'AUTH XOAUTH2', 'STARTTLS']);
  expect(announcedFor(extensions, [withSmtp(gmail)])).toEqual(['SIZE 500', '8BITMIME', 'SMTPUTF8']);
});

it('asks each server once, however many clients name it and however its name is spelled', () => {
  const extensions = new EhloCache();
  const shouted = { ...exchange, host: 'SMTP.Office365.com' };
  expect(extensions.unknown([withSmtp(exchange), withSmtp(shouted), withSmtp(gmail)])).toHaveLength(2);
  extensions.learned(shouted, ['8BITMIME']);
  expect(extensions.unknown([withSmtp(exchange)])).toEqual([]);
  expect(announcedFor(extensions, [withSmtp(exchange)])).toEqual(['8BITMIME']);
});

it('takes another port of the same host for another server', () => {
  const extensions = new EhloCache();
  extensions.learned(exchange, ['8BITMIME']);
  const other = { ...exchange, port: 25 };
  expect(extensions.unknown([withSmtp(other)])).toEqual([other]);
  expect(announcedFor(extensions, [withSmtp(other)])).toEqual([]);
});

it('forgets what a server no longer says', () => {
  const extensions = new EhloCache();
  extensions.learned(gmail, ['8BITMIME', 'CHUNKING']);
  extensions.learned(gmail, ['8BITMIME']);
  expect(announcedFor(extensions, [withSmtp(gmail)])).toEqual(['8BITMIME']);
});

it('does not ask clients that send nothing', () => {
  const extensions = new EhloCache();
  expect(extensions.unknown([{ servers: {} }])).toEqual([]);
  expect(announcedFor(extensions, [{ servers: {} }])).toEqual([]);
  extensions.learned(gmail, ['8BITMIME']);
  expect(announcedFor(extensions, [{ servers: {} }, withSmtp(gmail)])).toEqual(['8BITMIME']);
});

it('leaves out a server that cannot be reached, and goes on', async () => {
  const gone = createServer();
  const port = await listening(gone);
  await new Promise((resolve) => gone.close(resolve));
  const nobody: ServerAddress = { host: '127.0.0.1', port, tls: 'starttls' };
  const extensions = new EhloCache();
  const access = await relayDeps();
  const clients = [withSmtp(nobody)];
  await probeEhlo({ extensions, clients, access, signal: new AbortController().signal });
  expect(extensions.unknown(clients)).toEqual([nobody]);
});
