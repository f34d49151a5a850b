/**
 * More of what interfaces, forms, code and chat say, per kind. Nothing here is somebody's name. The first list counts as
 * interface *things*; technical and chat words are vouched for in small letters only.
 */
const english = `abandoned absence accepted accessibility accordion accuracy acknowledge acknowledged acquisition activation adjustment adjustments administration
administrator administrators advanced affiliate agenda aggregate agreement agreements alias alignment allocation allowance alternative analysis analytics anchor animation
annotation annotations anonymous appearance appendix applicant applicants approval approvals assessment assessments asset assets assignment assignments assistant association
attempts attendance attendee attendees attribute attributes audience audit authentication author authority authorization automatic automation autosave average avatar awaiting axis
background badge badges banner barcode baseline batch beginning beneficiary bibliography billable blank blog bold bookings border borders bottom branch branches breakdown breakout
briefing broadcast bullet bulleted bundle business calculation calculator calibration callback camera candidate candidates capacity caption captions capture carousel cashflow
centre certificates changelog changes charges chatbot checklist checklists checkouts citation clause clauses client clipboard cluster coding cohort collaboration collaborator collaborators
collaborate collected comparison competitor complaints completion compliance component components compound computer conclusion conditional conditions conference confidential configuration confirmation
conflict conflicts consent console consumption container contacts continent contributor contributors control controls conversion cookie cookies copyright corner correction correspondence
coverage created creator creation credentials criteria crop currencies current custom customized cycle daily damage danger dashboards dataset debug decision decisions declaration declined decrease
deduction deductions default defaults definition definitions delay delayed delegate deliverables delivered demo deny dependencies deploy depth destination developer developers development
diagram diagrams dictionary difference digital dimension dimensions direct direction directory disabled disclaimer discover discovery discussion discussions dispatch display distance
distribution division domain dosage dotted download downloads downtime drawer drawing driver drivers dropdown duplicates dynamic earnings economy edition editors effective efficiency eligibility
eligible embed embedded emergency employer employment encryption endpoint endpoints enquiry enquiries enrolment enrollment entire entity envelope environments equation equipment errors
escalation essay estimate evaluation evaluations evidence exception exceptions exchange executive exercise existing expenditure expected experience expert expiration expires expiry explanation explore
exports expression extension extensions extra factor factors failure failures faq favorite favorites favourite favourites fax feedback feed figure figures filename filename final finance financial
finished firewall flag flags flexible float flow folder followers following font fonts footnote forecast foreground forwarding fraction framework freeze frequency frequent fulfil fulfill
fulfilment fulfillment fullscreen fund funds funnel gateway generated generation geography gift global glossary governance gradient graph graphs grid gross grouped grouping growth guarantee guardian
guest guidance guideline guidelines handbook handling hardware headers headline headings headquarters hidden hide highlight highlights hint hints holiday holidays horizontal hosting hourly household
identification identifier identity illustration imported imports improvement incident incidents income incoming increase indent indicator individual industry ingredient ingredients initial initials inline
inputs inspection inspector installation installed instance instances institution instruction instructions instructor integration interactive intro introduction inventories investment invitation invitations invitees
issuer italic italics iteration job join journal journals judgement justify justification keywords kilometres knowledge landing landscape latest launch layer layers layouts leaderboard learner learners
learning leaderboards lease ledger legal legend lender length lessons licence licences licenses lifetime likes limits linked liquidity literature loading location logistics logo lookup loop loyalty lunch
macro macros magazine mailbox mailing maintenance management manager managers mandatory manual manufacturer manuscript mapping margin margins marital markdown marker marketing marketplace
master matched matches material materials matrix maturity maximum measure measurement measurements media medium membership memberships memory menus merchant merged metadata meter methods metric metrics microphone middle
migration milestone milestones minimum mission moderation moderator modified modules monitor monitoring monthly mortgage motion multimedia multiple music narrative national nationality navigation neighbours
nested network networks newsletter newsletters nickname nights node nodes nominal notebook notebooks notice notices notifications numeric numbering numbered object objective objectives obligation occupation occupancy occurrence
offers offline onboarding ongoing opacity openings operation operations operator operators opportunities opportunity optimization ordering ordinary organisation organisations organiser organizer orientation original
outcome outcomes outgoing outline output outputs outstanding overlay override overtime ownership owners packaging packages packing padding paid pane panels paragraph paragraphs parameters participation particulars partial partner partners
partnership passcode passengers passenger passkey passkeys password passwords pattern payable payee payer payload payout payouts payslip payslips penalty pending pension percentage performance periods permanent permit
personal personnel phase phases photo phrase physical pickup picture pictures pinned pivot pixel pixels placeholder planner planning platform platforms playback player playlist playlists plugin plugins podcast pointer
policies poll popular portfolio portrait positions possession posting postings potential power practice preferred prefix premium preparation preset presentation presentations presets prevention previews prices
pricing primary principal printer printers prior privilege privileges probability problem problems procedure procedures proceed processing processor procurement production productivity professional proforma
program programme programs progress prohibited projection promo promotion promotions prompt proof proposal proposals prospect prospects protection protocol provider providers provision publication published publisher pull
purpose push quality quarter quarterly query queue quotas quota quotation quotations random ranges range ranking rankings ratings ratio readings ready reason reasons rebate recall receipts received recently recipe recipes recipients
recommendation recommendations reconcile reconciliation recording recordings recovery recruitment recurring recycle redeem redirect reduction referral referrals referred refresh regional register registered regular regulation rejection related
relation relations relationship relative relevance reliability reload reminders remote removal renewal renewals rental repair repairs repayment repeat replacement replacements replies reporter reporting repositories representative
reputation requested requester requirement requirements resend reservation reservations residence residency resident residents resize resolution resolved respond responses responsibility responsible restriction restrictions resume
retention retired retries retirement returned revenue reversal review revision revisions rewards reward ribbon rights risk risks roadmap roaming rotation routes route routine royalties rounding sandbox satisfaction savings saved scale scan scanner
scanners scenario scenarios scheduler schedules scheme scope score scores scores screenshot screenshots script scripts scrollbar seats seat season secondary sections secure sector segments selected selections seller sellers seminar senders
sensitive separator sequence series servers session sessions severity shadow shared shareholder shares sheets shelf shortcut shortlist showcase shuffle signatory signatures signup simple single skills skill sketch slot slots slug snapshot
snapshots snippet snippets social software solid solution solutions sorting sources spaces spacing speaker speakers specification specifications spelling spend spending sponsor sponsors spreadsheets sprint sprints stacked stakeholder stakeholders
stamp standards start started starter static stationery statistics sticky stocks stopped strategy stream streaming streams strength strikethrough structure studies study stylesheet subdomain subheading submission submissions submitted
subscriber subscribers subscription subscriptions subtasks subtask subtitle subtitles subtotals success suffix suggestions suite summaries supplement supplies supplier supply supported surname surveys suspended suspense
swap switcher symbol symbols sync syntax systems table tablet tabs tagged tags talent target targets tariff taskbar teammate teammates technical technology telephone template temporary tenant tenants terminal termination territory
tester testing texts themes threshold thumbnail thumbnails ticketing tickets timeout timer timers timesheets timestamp timezone tip tips titles today tolerance tooltip topics tour trace tracker trackers tracks track trade traffic trailer trainer
trainees transcript transcripts transfers transition translation translations transmission transparency transport trash traveller treatment tree trend trends trial trigger triggers troubleshooting turnover tutorial tutorials
twice typing typo typography underline unconfirmed undefined unit unlimited unpublished unresolved unsubscribe upcoming updates upgrades uploads upload urgency urgent usage utilities utility vacancies vacancy validation validity valuation
variables variance variant variants variation vault vehicles vendor venue venues verification versions vertical viewers viewing views violation virtual visibility visible visitor visitors visits visual voice voicemail volume volunteer volunteers voters
vote votes voting voucher vouchers waitlist wallet wallets warehouse warehouses warnings waiting watermark webcam webhook webinar website websites weekly weekday weekdays weekend weekends welcome widgets width wifi wiki wireless wizard withdraw
wording workbook workbooks worker workers workflow workflows workload workplace worksheet worksheets workshop workshops workspaces wrap wrapper writing yearly yield zone zones
monday tuesday wednesday thursday friday saturday sunday morning afternoon evening night noon midnight
formatting abandoned autocomplete checkouts birthdays inventory statuses refundable reimbursable reimbursement reimbursements itinerary departure arrival boarding baggage luggage
pull rebase stash diff diffs lint linting runtime compiler debugger breakpoint breakpoints stacktrace console localhost endpoint middleware backend frontend fullstack
authorised authorized acknowledgement adjustment appraisal apprenticeship headcount occupation salutation prefix suffix maiden signature spouse sibling siblings brother sister mother father parents child children dependant dependants
household nationality citizen residence domicile guardian relationship whom`;

/** Vouched for in small letters: code, commands, formats. */
const technical = `const var func def async await elif endif enum struct impl fn pub mut bool boolean int integer float char void uint str string strings num args argv kwargs params param props prop util utils lib libs src dist
config configs env dotenv init setup ctx req res err errno msg msgs obj arr idx len tmp temp dir dirs cwd stdin stdout stderr eof eol ascii utf unicode regex regexp sql mysql postgres postgresql sqlite mongodb redis kafka
nginx apache docker dockerfile kubectl kubernetes helm terraform ansible git github gitlab svn npm npx yarn pnpm pip gradle webpack vite babel eslint prettier jest pytest mocha junit
javascript typescript python golang php html css scss sass json yaml yml toml xml csv tsv pdf png jpg jpeg gif svg webp mp3 mp4 zip tar gz http https ftp sftp ssh ssl tls tcp udp dns dhcp vpn vlan
lan wan api apis sdk cli gui ide url uri uuid guid jwt oauth sso saml ldap smtp imap cron cronjob sudo chmod chown mkdir rmdir grep awk sed curl wget unzip ping traceroute netstat systemctl systemd daemon localhost
frontend backend middleware webhook webhooks websocket websockets changelog readme todo fixme refactor refactoring rebase repo repos codebase hotfix bugfix linter lint typecheck autofix serializer deserialize
serialize tokenizer parser iterator iterable callback callbacks closure hashmap hashset tuple tuples lambda namespace namespaces destructor constructor mutex semaphore goroutine coroutine thread threads
flexbox viewport tooltip tooltips dropdown dropdowns textarea checkbox checkboxes breadcrumb breadcrumbs navbar sidebar placeholder onclick onchange href src alt div span img btn ul ol li th td thead tbody tfoot
workflow workflows admin admins login logout logins username usernames signup metadata timestamp timestamps timezone timezones filename filenames pathname hostname plugin plugins addon addons
verbose deprecated stdout hardcoded prefetch preload autosave autoplay autocomplete wordwrap fullscreen multiline inline monospace sans serif px em rem rgb rgba hex hsl
spreadsheet spreadsheets inbox outbox voicemail webcam wifi bluetooth ethernet router routers firewall malware spam popup popups screenshot screenshots emoji emojis gif gifs pdfs csvs urls ids faq faqs
kb mb gb tb kib mib gib ms ns khz mhz ghz kbps mbps fps dpi`;

/** Vouched for in small letters: how people write in chats and in haste. */
const chat = `pls plz please thx tnx thanx ty np lol lmao rofl omg wtf idk idc btw imo imho fyi asap afaik iirc tbh tbd eta brb afk ttyl gtg gonna wanna gotta kinda sorta dunno lemme gimme cuz coz bc tho thru u ur
im ive id ill youre youve youll hes shes theyre theyve weve dont doesnt didnt cant couldnt wont wouldnt shouldnt isnt arent wasnt werent hasnt havent hadnt aint whats thats heres theres wheres hows lets
yeah yep yup nope nah ok okay okey k kk hmm hm uh um oh ah aha haha hahaha hehe wow yay oops ouch hey hiya sup cya gn gm wip pto ooo wfh eod eow tomorrow tmrw tmr tonite tonight bday insta fb dm dms pm msg msgs pic pics
vid vids app apps info infos demo demos ad ads bro dude guys folks adress tommorow recieve seperate definately untill wich thier becuase alot`;

const set = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

export const workplaceThings = set(english);
export const smallWords: ReadonlySet<string> = new Set([...set(technical), ...set(chat)]);
