/** Names of widespread applications, as they end a window's title (“Inbox - Outlook”). Kept nowhere else. */
const products = `acrobat adobe airtable android apple asana basecamp bitbucket browser calc calculator chrome chromium confluence discord docs
drive dropbox edge evernote excel explorer figma files finder firefox freshdesk github gitlab gmail google hubspot impress intercom jira keynote libreoffice
linear linkedin linux looker mail meet messenger microsoft miro mozilla notepad notion numbers office onedrive onenote opera outlook pages
photos photoshop pipedrive powerpoint preview safari salesforce sap servicenow sharepoint sheets shopify skype slack slides spotify studio sublime
teams telegram terminal thunderbird todoist trello ubuntu visio visual vscode web whatsapp windows word wordpress writer youtube zendesk zoho zoom code desktop
business online for the`;

export const productWords: ReadonlySet<string> = new Set(products.split(/\s+/));
