import type { IndependentCorpus } from './corpus.ts';

/** Texts of working days with nothing private in them; every second line is held out. */
export const everydayCorpora: readonly IndependentCorpus[] = [
  harmless(
    'interface',
    'name',
    'en',
    `New message|Mark all as read|Compose|Move to folder|Snooze until tomorrow|Attach file|Discard draft|Schedule send|Undo send|Report spam
Insert row above|Freeze panes|Conditional formatting|Pivot table|Sum of amount|Wrap text|Merge cells|Clear contents|Format as currency|Chart options
Start a new meeting|Mute microphone|Turn off camera|Raise hand|Share your screen|Leave call|Record meeting|Show captions|Breakout rooms|Participants
Pull request|Merge branch|Resolve conversation|Request changes|View file history|Create issue|Assignees|Milestone|Close with comment|Compare changes
Add product|Inventory|Low stock|Fulfil order|Issue refund|Print packing slip|Customer since last year|Abandoned checkouts|Discount code|Gift card
Filter by status|Group by assignee|Collapse all|Show archived|Bulk edit|Save view|Reset columns|Export to CSV|Rows per page|Next page
Two-factor authentication|Change password|Connected apps|Download my data|Language and region|Time zone|Notifications|Privacy|Appearance|Log out of all devices
Network error, try again|Something went wrong|Changes saved|File is too large|Field cannot be empty|Session expired|You have no new notifications|Loading more results|Are you sure you want to delete this item?|This action cannot be undone
Bold|Italic|Heading|Bulleted list|Numbered list|Quote|Insert link|Insert table|Check spelling|Word count
Play|Pause|Skip ahead|Volume|Full screen|Subtitles|Playback speed|Add to queue|Shuffle|Repeat
Approve timesheet|Submit expense report|Request time off|Team calendar|Upcoming birthdays|Open positions|Payslips|Benefits|Onboarding checklist|Performance review`,
  ),
  harmless(
    'interface',
    'name',
    'de',
    `Neue Nachricht|Als gelesen markieren|In Ordner verschieben|Anhang hinzufügen|Entwurf verwerfen|Später senden|Zeile einfügen|Spalte ausblenden|Zellen verbinden|Formatierung löschen
Besprechung starten|Mikrofon stummschalten|Kamera ausschalten|Bildschirm teilen|Teilnehmer anzeigen|Filter zurücksetzen|Nach Status filtern|Alle ausklappen|Ansicht speichern|Als PDF exportieren
Rechnung erstellen|Mahnung senden|Zahlung erfassen|Kunde anlegen|Lieferschein drucken|Bestellung stornieren|Gutschein einlösen|In den Warenkorb|Zur Kasse|Lieferadresse
Passwort ändern|Benachrichtigungen|Sprache und Region|Datenschutz|Konto löschen|Abmelden|Verbindung fehlgeschlagen|Datei ist zu groß|Änderungen gespeichert|Bitte füllen Sie dieses Feld aus
Fett|Kursiv|Überschrift|Aufzählung|Tabelle einfügen|Rechtschreibung prüfen|Wörter zählen|Suchen und ersetzen|Rückgängig|Wiederholen`,
  ),
  harmless(
    'interface',
    'name',
    'fr',
    `Nouveau message|Marquer comme lu|Déplacer vers le dossier|Ajouter une pièce jointe|Supprimer le brouillon|Envoyer plus tard|Insérer une ligne|Masquer la colonne|Fusionner les cellules|Effacer la mise en forme
Démarrer une réunion|Couper le micro|Partager l'écran|Afficher les participants|Réinitialiser les filtres|Filtrer par statut|Tout développer|Enregistrer la vue|Exporter en PDF|Imprimer
Créer une facture|Envoyer un rappel|Enregistrer un paiement|Nouveau client|Bon de livraison|Annuler la commande|Code promo|Ajouter au panier|Passer la commande|Adresse de livraison
Changer le mot de passe|Notifications|Langue et région|Confidentialité|Supprimer le compte|Se déconnecter|Échec de la connexion|Le fichier est trop volumineux|Modifications enregistrées|Ce champ est obligatoire`,
  ),
  harmless(
    'interface',
    'name',
    'es',
    `Nuevo mensaje|Marcar como leído|Mover a la carpeta|Adjuntar archivo|Descartar borrador|Enviar más tarde|Insertar fila|Ocultar columna|Combinar celdas|Borrar formato
Iniciar reunión|Silenciar micrófono|Compartir pantalla|Ver participantes|Restablecer filtros|Filtrar por estado|Expandir todo|Guardar vista|Exportar a PDF|Imprimir
Crear factura|Enviar recordatorio|Registrar pago|Nuevo cliente|Cancelar pedido|Código de descuento|Añadir al carrito|Finalizar compra|Dirección de envío|Seguimiento
Cambiar contraseña|Notificaciones|Idioma y región|Privacidad|Eliminar cuenta|Cerrar sesión|Error de conexión|El archivo es demasiado grande|Cambios guardados|Este campo es obligatorio`,
  ),
  harmless(
    'interface',
    'name',
    'pt',
    `Nova mensagem|Marcar como lida|Mover para a pasta|Anexar arquivo|Descartar rascunho|Enviar mais tarde|Inserir linha|Ocultar coluna|Mesclar células|Limpar formatação
Iniciar reunião|Desativar microfone|Compartilhar tela|Ver participantes|Redefinir filtros|Filtrar por status|Expandir tudo|Salvar visualização|Exportar em PDF|Imprimir
Criar fatura|Enviar lembrete|Registrar pagamento|Novo cliente|Cancelar pedido|Código de desconto|Adicionar ao carrinho|Finalizar compra|Endereço de entrega|Rastreamento
Alterar senha|Notificações|Idioma e região|Privacidade|Excluir conta|Sair|Erro de conexão|O arquivo é muito grande|Alterações salvas|Este campo é obrigatório`,
  ),
  harmless(
    'prose',
    'text',
    'en',
    `The new dashboard shows all open orders on one page, so nobody has to switch between tabs any more.
Remember to save your work before the update starts, because the program will close without asking.
We tested three different suppliers last month and found that the cheapest one also delivers the fastest.
If you hold down the shift key while dragging, the shape keeps its proportions.
It rained all weekend, so we stayed inside and finally sorted the boxes in the basement.
The meeting was moved to the big room because more people than expected wanted to join.
Please do not print this page unless you really need it on paper.
Could you have a look at the draft and tell me whether the second paragraph makes sense?
Most of the complaints are about slow loading times on mobile phones, followed by missing translations.
To reset the device, press and hold the button until the light starts blinking.
The results look promising, but we should repeat the experiment with a larger sample before drawing conclusions.
thanks, that fixed it! no idea why it stopped working in the first place
Prices do not include shipping, which depends on the weight of the parcel and the country of delivery.
You can undo up to a hundred steps, even after closing and reopening the document.
not sure if that makes sense, but maybe we could just hide the column instead of deleting it?
Our warranty covers defects in material but not damage caused by water or improper use.
The lecture explains how plants turn light into energy and why leaves change their colour in autumn.
After the third failed attempt the account is locked for an hour.
I will be late today, the train is stuck again. Start without me!
Every function should do one thing and say what it does in its name.
A short summary of the changes is shown in the sidebar as soon as the import has finished.
Mix the flour with the sugar, add the eggs one after another, and stir until the dough is smooth.
Let me know which of the two designs you prefer, and I will prepare the files for the printer.
The museum is closed on holidays, but the garden stays open until sunset.
Support will answer within one working day; urgent problems should be reported by phone.`,
    '\n',
  ),
  harmless(
    'prose',
    'text',
    'de',
    `Die neue Übersicht zeigt alle offenen Bestellungen auf einer Seite, damit niemand mehr zwischen den Fenstern wechseln muss.
Bitte speichern Sie Ihre Arbeit, bevor die Aktualisierung beginnt, da das Programm ohne Rückfrage geschlossen wird.
Wenn Sie die Taste gedrückt halten, bleibt das Verhältnis der Seiten erhalten.
Am Wochenende hat es nur geregnet, also sind wir zu Hause geblieben und haben den Keller aufgeräumt.
Könntest du dir den Entwurf ansehen und mir sagen, ob der zweite Absatz verständlich ist?
Die meisten Beschwerden betreffen lange Ladezeiten und fehlende Übersetzungen.
Die Preise enthalten keine Versandkosten, diese hängen vom Gewicht des Pakets ab.
danke, jetzt geht es wieder! keine ahnung, woran es lag
Nach drei falschen Versuchen wird der Zugang für eine Stunde gesperrt.
Der Zug hat schon wieder Verspätung, fangt bitte ohne mich an.`,
    '\n',
  ),
  harmless(
    'prose',
    'text',
    'fr',
    `Le nouveau tableau de bord affiche toutes les commandes en cours sur une seule page.
Veuillez enregistrer votre travail avant la mise à jour, car le programme se fermera sans prévenir.
Il a plu tout le week-end, nous sommes donc restés à la maison pour ranger la cave.
Pourrais-tu relire le brouillon et me dire si le deuxième paragraphe est clair ?
Les prix ne comprennent pas les frais de port, qui dépendent du poids du colis.
merci, ça marche de nouveau ! aucune idée d'où venait le problème
Après trois essais incorrects, le compte est bloqué pendant une heure.
Le train est encore en retard, commencez sans moi.`,
    '\n',
  ),
  harmless(
    'prose',
    'text',
    'es',
    `El nuevo panel muestra todos los pedidos abiertos en una sola página.
Guarde su trabajo antes de la actualización, porque el programa se cerrará sin preguntar.
Llovió todo el fin de semana, así que nos quedamos en casa y ordenamos el sótano.
¿Podrías mirar el borrador y decirme si el segundo párrafo tiene sentido?
Los precios no incluyen los gastos de envío, que dependen del peso del paquete.
gracias, ya funciona otra vez! ni idea de cuál era el problema
Después de tres intentos fallidos la cuenta se bloquea durante una hora.
El tren llega tarde otra vez, empezad sin mí.`,
    '\n',
  ),
  harmless(
    'prose',
    'text',
    'pt',
    `O novo painel mostra todos os pedidos em aberto em uma única página.
Salve o seu trabalho antes da atualização, porque o programa será fechado sem aviso.
Choveu o fim de semana inteiro, então ficamos em casa e arrumamos o porão.
Você poderia ler o rascunho e me dizer se o segundo parágrafo faz sentido?
Os preços não incluem o frete, que depende do peso do pacote.
obrigado, voltou a funcionar! não sei qual era o problema
Depois de três tentativas erradas a conta fica bloqueada por uma hora.
O trem está atrasado de novo, comecem sem mim.`,
    '\n',
  ),
  harmless(
    'documentation',
    'text',
    'en',
    `Run the command again with the verbose flag to see which files were skipped.
The configuration file is read once at startup; changes take effect after a restart.
Returns an empty list if no entries match the filter.
Set the timeout option to zero to wait forever.
This method is deprecated and will be removed in the next major release. Use the new client instead.
Click Settings, then choose Notifications, and turn off the ones you do not want.
Open the Insert menu and select Table to add a table to your page.
Each request must carry a header with the access token, otherwise the server answers with an error.
Columns can be resized by dragging the border between two headings.
To install the package, open a terminal and follow the steps below.
Select the rows you want to export, then choose Export from the menu at the top of the page.
The default value is false. Set it to true to enable logging.`,
    '\n',
  ),
  harmless(
    'logs',
    'text',
    'en',
    `INFO  server started, listening on all interfaces
WARN  cache miss, falling back to database
ERROR failed to open file: permission denied
[info] build completed without errors
DEBUG retrying request after timeout
connection closed by remote host
INFO  worker ready, waiting for jobs
FATAL out of memory, shutting down
compiling modules... done
WARN  deprecated option ignored: use the new setting instead
test suite passed, no failures
ERROR unexpected end of input while parsing response
[warn] missing translation for key in language file
INFO  scheduled backup finished successfully
ERROR database is locked, try again later
job queued, position unknown
INFO user session refreshed
GET /api/orders ok
POST /login failed: invalid credentials
INFO  migration applied, schema is up to date`,
    '\n',
  ),
  harmless(
    'settings and code',
    'text',
    'en',
    `theme: dark
language: english
notifications: enabled
sort_order = ascending
autosave = true
log_level: warning
show_hidden_files=false
"format": "json",
"editor.wordWrap": "on",
max_retries: unlimited
if (order.status === "paid") return total;
function getTotal(items) { return items.reduce(sum, zero); }
const name = form.name.trim();
for (const item of list) print(item);
SELECT name, status FROM orders WHERE status = 'open' ORDER BY date;
<button class="primary" type="submit">Save changes</button>
import { useState } from "react";
return response.json();
git commit -m "fix broken link in footer"
npm install --save-dev typescript
body { color: black; margin: auto; }
try { await save(); } catch (error) { log(error); }
<input type="text" placeholder="Search orders" />
docker compose up --build
print("Hello, world!")
while not done: step()
// returns the number of open items
def parse(line): return line.split(",")
mode: production
cache: disabled`,
    '\n',
  ),
  harmless(
    'window titles',
    'title',
    'en',
    `Inbox - Outlook|Untitled document - Google Docs|New tab - Google Chrome|Settings - Discord|Order details - Dashboard|Quarterly_Report_Final_v2.docx - Word|Budget - Excel|Presentation - PowerPoint|Search results - Shop|Calendar - Week view
Sign in to your account|Checkout - Payment|File Explorer|Task Manager|System Settings|Pull requests - GitHub|Backlog - Jira|Create invoice|Home / Feed|main.ts - Visual Studio Code
README.md - project - Code|Downloads|Print|Save as|Terminal|meeting_notes.txt - Notepad|invoice_template.xlsx - LibreOffice Calc|Spam - Gmail|Help center - Contact us|Edit product - Store admin`,
  ),
  harmless(
    'addresses of pages',
    'url',
    'en',
    `https://app.example.com/orders/list?sort=date&page=2
https://example.com/settings/notifications
https://docs.example.com/guide/install.html
https://shop.example.com/cart/checkout?step=payment
https://github.com/orgs/settings/billing
https://example.com/search?q=
https://www.example.org/help/contact
https://example.com/login?redirect=/dashboard
https://calendar.example.com/week
https://example.com/invoices/new
https://example.com/api/v1/products?limit=20
https://mail.example.com/inbox`,
    '\n',
  ),
  harmless(
    'file paths',
    'path',
    'en',
    `/orders/new
/home/user/Documents/report.pdf
C:\\Users\\Public\\Desktop
/settings/account/security
/var/log/system.log
src/components/button.tsx
Downloads/invoice.pdf
/api/v1/orders
Documents/Templates/letter.docx
C:\\Program Files\\Office
/usr/local/bin
public/images/logo.png`,
    '\n',
  ),
  harmless(
    'file names in text',
    'text',
    'en',
    `Quarterly_Report_Final_v2.docx
meeting-notes.txt
budget.xlsx
Please open project_plan_draft.pptx and check the last slide.
The file invoice_template.xlsx could not be found.
logo-final.png
README.md
package.json
export_2026.csv
I have put the report in Shared/Reports/summary.pdf for everyone.
Screenshot 2026-03-14.png
presentation (copy).pptx`,
    '\n',
  ),
];

function harmless(
  name: string,
  channel: IndependentCorpus['channel'],
  locale: IndependentCorpus['locale'],
  lines: string,
  separator: '|' | '\n' = '|',
): IndependentCorpus {
  const texts = lines.split(separator === '|' ? /[|\n]/ : '\n');
  return {
    name,
    channel,
    locale,
    about: 'harmless',
    development: texts.filter((_, i) => i % 2 === 0),
    heldOut: texts.filter((_, i) => i % 2 === 1),
  };
}
