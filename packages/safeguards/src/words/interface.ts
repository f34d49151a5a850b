/**
 * The interface vocabulary: what buttons, menus, labels and columns of ordinary applications say. Matched ignoring
 * case. Left out on purpose: given and family names (Bill, Grant, Mark, Page, Price …), job titles, months, streets
 * and brands.
 *
 * `actions` are kept anywhere. `things` could be part of a proper name (“Summit Data Services”): with a
 * capital they are kept only if no run of the same capitalised chain had to be hidden.
 */
const actions = `accept activate add allow apply approve archive assign attach back block bookmark browse calculate call cancel change choose
clear click close collapse compare complete compose confirm connect continue convert copy create customize cut deactivate decline
delete deny deselect detach disable disconnect discard dismiss download drag drop duplicate edit enable enter exclude exit expand
export fetch fill filter find finish follow forward generate go hide ignore import include insert install invite join keep learn leave
load lock login log logout manage merge minimize maximize modify move mute navigate new next ok okay open paste pause pin play please
post preview previous print proceed publish quit read rearrange receive redo refresh register reject reload remind remove rename
reopen reorder repeat replace reply report request require reschedule reset resize resolve restart restore resume retry return revert
review revoke rotate run save schedule scroll search select send set share show sign skip snooze sort split start stop submit
subscribe switch sync test toggle translate try turn unarchive unassign unblock undo unfollow uninstall unlock unmute unpin unselect
unsubscribe update upgrade upload use validate verify view watch write zoom loading saving searching editing sending uploading
downloading processing required optional enabled disabled active inactive pending approved rejected declined cancelled canceled
completed closed opened draft sent received archived deleted saved updated created modified added removed selected unread paid unpaid
overdue due done failed succeeded success error warning info notice unknown empty none all any both first last every other others
the more less yes no on off not from to of by for with without in at as and or is are was has have had can cannot could should would must
this that these those there here your you we our they their them it its if then when where what which why how who be been being also
after before because however although about above below between during each few many most much only same some such than too very
since until while again always never once please thanks thank hello dear regards sincerely welcome
logged signed forgot forgotten untitled unread unsaved unavailable available remaining recommended suggested connected disconnected expired
incorrect invalid valid missing failing wrong correct hidden visible shown loaded done get put insert into select delete where null true false warn debug fatal
allowed denied blocked locked unlocked muted pinned starred flagged shared sharing used using called created changed applied assigned attached
cleared confirmed copied created downloaded dropped duplicated edited enabled exported filtered found imported installed invited joined left moved opened
posted printed published refreshed rejected renamed replied reported requested reset resolved restored returned reviewed scheduled searched
shipped signed skipped sorted started stopped submitted subscribed synced updated upgraded uploaded validated verified viewed waiting
retrying connecting signing opening closing printing checking sure remember star unstar flag snoozed dock undock
abbrechen aktualisieren ändern anmelden abmelden annehmen ansehen antworten anwenden anzeigen auswählen bearbeiten beenden bestätigen
drucken einfügen einloggen einstellen entfernen erstellen exportieren fertigstellen filtern fortfahren fortsetzen freigeben
herunterladen hinzufügen hochladen importieren kopieren laden leeren löschen öffnen registrieren schließen senden sortieren speichern
suchen teilen überspringen umbenennen verschieben verwerfen weiter weiterleiten wiederherstellen wiederholen zurück zurücksetzen
ausschneiden ausblenden einblenden ablehnen genehmigen offen geschlossen bezahlt unbezahlt überfällig erledigt entwurf gesendet alle
keine neu neue neuer neues ja nein und oder der die das bitte mit ohne von zum zur
accepter actualiser afficher ajouter annuler appliquer approuver attribuer changer chercher choisir coller confirmer connecter copier
couper créer déconnecter déplacer désactiver dupliquer effacer enregistrer envoyer exporter fermer filtrer imprimer importer insérer
masquer modifier nouveau nouvelle ouvrir parcourir partager précédent rechercher refuser remplacer renommer répondre rétablir retour
sélectionner suivant supprimer télécharger terminer trier valider voir tous toutes aucun oui non obligatoire facultatif payé terminé
brouillon
abrir aceptar actualizar agregar añadir anterior aplicar aprobar archivar asignar borrar buscar cambiar cancelar cerrar confirmar
copiar cortar crear descargar deshacer duplicar editar eliminar enviar exportar filtrar guardar imprimir importar iniciar insertar
mostrar mover nuevo nueva ocultar ordenar pegar rechazar reemplazar responder restablecer seleccionar siguiente subir terminar todos
todas volver pagado pendiente vencido borrador obligatorio
adicionar alterar apagar aprovar arquivar atribuir baixar carregar colar concluir copiar criar desfazer enviar excluir fechar filtrar
gravar imprimir inserir limpar mostrar mover novo nova ocultar ordenar pesquisar procurar próximo recusar remover renomear restaurar
salvar selecionar sair voltar pago vencido rascunho sim não`;

const things = `api csv faq gender html pdf access account accounts action actions activity address addresses alert alerts amount amounts answer answers app apps
application applications appointment appointments area article articles assignee attachment attachments audio author availability
balance board boards body bookmarks box browser budget budgets button buttons calendar calendars campaign campaigns card cards cart
catalog categories category cell cells channel channels chart charts chat checkbox checkout city client clients code collection
collections color colour column columns comment comments company companies condition contact contacts content contents contract
contracts conversation conversations cost costs count country coupon coupons course courses currency customer customers dashboard
dashboards data database date dates deadline deals default delivery department departments description desktop detail details device
devices dialog discount discounts display document documents domain draft drafts dropdown duration email emails employee employees
end endpoint entries entry environment event events example expense expenses feature features feedback field fields file files filters
first folder folders font footer form format forms forum function gallery general goal goals group groups guide guest header heading
height help history home hours icon id image images inbox index information input insights inventory invoice invoices issue issues item
items job jobs journal key keyboard keywords label labels language languages layout lead leads level library license limit line link
links list lists location locations mail mailbox map maximum media meeting meetings member members memo menu message messages method
minimum minutes mode model module month months name names network note notes notification notifications number numbers offer
office online option options order orders organization origin outbox overview owner package panel parameter parent participants
password path payment payments people percent period permission permissions phone photo photos picture plan plans policy popup
portal position preferences print priority private privacy process product products profile profiles progress project projects
properties property public purchase purchases quantity query question questions queue quick quote quotes rate rating reason receipt
recent recipient record records reference references refund refunds region reminder reminders repository requests resource resources
response result results reviews role roles room row rows rule rules sales sample schedule screen section security segment selection
sender serial server service services session settings setup shape sheet shipping shop shopping sidebar signature site sites size slide
slides source space spam spreadsheet staff stage standard state statement statements statistics status step steps stock storage store
street string style subject subscription subtotal suggestion summary supplier suppliers support survey system tab table tables tabs
tag tags target task tasks tax taxes team teams template templates terms text theme ticket tickets time timeline times timesheet title
today toggle token tomorrow tool toolbar tools topic total totals tracking transaction transactions transfer trash travel type types
unit units url user username users vacation value values variable vendor vendors version video videos visibility visit week weeks
weight widget width window windows workflow workspace year years yesterday zip
bank bic birth certificate claim claims dob ein fax iban imei insurance ip isbn licence mac mrn nif passport patient postal postcode
registration routing sku ssn swift tin uuid vat vehicle vin medical national social annual primary secondary internal external average
billing tracking shortcut shortcuts dark light night trash bin clipboard toolbar subfolder archive backup backups
log logs sandbox integration integrations webhook webhooks deployment deployments release releases build builds pipeline pipelines
commit commits backlog estimate estimates taxable debit credit
deposit deposits withdrawal withdrawals loan loans interest fee fees fine fines salary salaries wage wages payroll shift shifts roster absence absences
overtime benefit benefits training trainings exam exams grade grades lesson lessons class classes student students school
warehouse shipment shipments parcel parcels returns complaint complaints warranty
approver reviewer editor viewer host moderator cc bcc thread threads mention mentions reaction reactions
emoji gif sticker stickers poll polls questionnaire respondent
anfragen änderung änderungen anfrage angebot angebote anhang anhänge ansicht aufgabe aufgaben auftrag aufträge ausgabe auswahl beleg bericht berichte beschreibung
bestand bestellung bestellungen betrag betreff bezeichnung bild bilder datei dateien datum einkauf einstellungen eintrag einträge
eingang empfänger ergebnis ergebnisse fälligkeit feld fenster format formular gruppe hilfe inhalt kalender kategorie kommentar konto
konten kontakt kontakte kosten kunde kunden lager lieferung liste listen menge menü nachricht nachrichten name notiz notizen nummer
ordner ort passwort preis priorität produkt produkte profil projekt projekte quelle rechnung rechnungen rolle seite spalte sprache
stadt startseite status suche summe tabelle tag termin termine titel typ übersicht uhrzeit verlauf version vorlage vorschau währung
woche zahlung zahlungen zeile zeit zeitraum ziel zugriff
accueil adresse affichage aide article calendrier catégorie champ client clients commande commandes commentaire compte contenu date
description destinataire détails document documents dossier échéance facture factures fenêtre fichier fichiers fournisseur groupe
historique langue ligne liste livraison message messages montant nom note numéro objet onglet options page paiement panier
paramètres pièce prénom priorité produit produits profil projet quantité rapport recherche réglages résultat résultats semaine statut
tableau tâche tâches titre utilisateur utilisateurs valeur ville
archivo archivos asunto ayuda calendario campo cantidad carpeta categoría ciudad cliente clientes código columna comentario compra
configuración contacto contenido contraseña correo cuenta descripción destinatario detalles dirección documento empresa estado
factura facturas fecha fila grupo historial idioma importe inicio lista mensaje mensajes moneda nombre nota número opciones pago pagos
pedido pedidos perfil precio prioridad producto productos proveedor proyecto resultado resultados semana tabla tarea tareas teléfono
texto título total usuario usuarios valor vencimiento ventana vista
ajuda anexo arquivo arquivos assunto cliente clientes coluna comentário configurações conta contato conteúdo dados descrição destinatário
detalhes documento empresa endereço estado fatura faturas fornecedor grupo histórico idioma início linha lista mensagem mensagens nome
nota número opções pagamento pasta pedido pedidos perfil preço prioridade produto produtos projeto quantidade resultado senha tarefa
tarefas telefone texto título usuário utilizador valor vencimento`;

/** Contractions and spellings with diacritics that are kept as they are, ignoring case. */
const marked = `don't doesn't didn't can't couldn't won't wouldn't shouldn't isn't aren't wasn't weren't hasn't haven't hadn't it's that's
there's here's what's let's i'm i've i'll i'd you're you've you'll we're we've we'll they're they've sign-in sign-up log-in log-out
sign-out e-mail drop-down pop-up add-on check-in check-out follow-up to-do read-only full-screen up-to-date e.g i.e etc a.m p.m l'adresse
d'accueil s'inscrire l'heure aujourd'hui`;

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/));
}

export const interfaceActions = wordsOf(`${actions} ${marked} a i`);
export const interfaceThings = wordsOf(things);
