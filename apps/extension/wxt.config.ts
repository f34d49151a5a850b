import { defineConfig } from 'wxt';

/**
 * The public half of the key that fixes the extension's id (`kmbgdlooocjnapjkmihhaollaakdogdb`) across builds.
 * Its private half was thrown away: unpacked and enterprise installs need only this.
 */
const key =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAwE97naORiKMat9J86Wi1oZhw4+088rU/mRUkeEhaxPglQXqbokV3Aqgm6vncX78OjbCAM2tLlSqs4RjEF9hmjQ2rVAZSxkSxRFn0Ivci6yOpNbZvhfF6sO9NeDUKxLo3eXJJqOvfKdELD85LH/YyGgsZu5h9PZzqHVk6OqXZIsTuEsdaxWgUPCel4FuEICCQcAw4QW+emAdc2JY1Y4OTHpBfCYeIYMdHQnVNTU12xXqujlePeAkTrrH7sw0hGYHjrgdvdK5EMl1C3rYQiuET8o7a5FsbI4vNYhRdnmZhoHbxxyRQM/sXTEUuBDlte2iN+bisKYvuEPDcDEW73fSXxwIDAQAB';

/** Sites that a browser under automation may capture without a permission prompt, which nobody could answer there. */
const demoHosts = ['http://localhost/*', 'http://127.0.0.1/*'];

/**
 * Page scripts begin with what is ours, without the wrapper that logs what went wrong to the page's console: nothing of
 * ours is logged there, and each byte is loaded into each page.
 */
const bareScripts = {
  name: 'bare-scripts',
  transform(code: string, id: string) {
    const [entry] = /^import definition from .+;$/m.exec(code) ?? [];
    if (entry === undefined || !id.includes('unlisted-script-entrypoint')) return null;
    return { code: `${entry}\nexport default definition.main();`, map: null };
  },
};

export default defineConfig({
  srcDir: 'src',
  // Tests build into a folder of their own, so that none of them sees what another build is writing.
  outDir: process.env['ASSENT_EXTENSION_OUTPUT'] ?? '.output',
  imports: false,
  // The demo build is the real thing with other permissions, not a development build.
  vite: () => ({
    plugins: [bareScripts],
    define: { 'process.env.NODE_ENV': JSON.stringify('production') },
    oxc: { jsx: { runtime: 'automatic', development: false } },
  }),
  manifest: ({ mode }) => ({
    name: 'Assent',
    description: 'Records how you use the sites you agreed to share, and nothing else.',
    key,
    minimum_chrome_version: '137',
    incognito: 'not_allowed',
    permissions: ['alarms', 'notifications', 'scripting', 'storage', 'tabs', 'unlimitedStorage'],
    // Asked for site by site when consent is given; nothing can be read before.
    // The browser grants snapshots on all sites or none: asked for apart, and only by participants who chose to share them.
    optional_host_permissions: ['*://*/*', '<all_urls>'],
    ...(mode === 'demo' ? { host_permissions: [...demoHosts, '<all_urls>'] } : {}),
    content_security_policy: { extension_pages: "script-src 'self'; object-src 'none'; frame-ancestors 'none'" },
    icons: { 16: 'icon/on-16.png', 32: 'icon/on-32.png', 48: 'icon/on-48.png', 128: 'icon/on-128.png' },
  }),
});
