"""General English and the vocabulary of software, by what the words tell about data. No word of any business domain."""

from __future__ import annotations

# Adjectives and participles that say nothing about which kind of thing is meant.
EMPTY_ADJECTIVES = frozenset(
    """a additional all another any appropriate associated available basic certain chosen common complete complex
    comprehensive correct corresponding current day-to-day dedicated desired detailed different distinct each eligible
    entered entire every exact existing extra few following full further general generic given global great high
    important incorrect individual initial interested invalid involved key large least less linked long low main many
    matching maximum mentioned minimum missing more most much multiple necessary new next no normal numerous old
    one only optional other overall own particular possible predefined present previous proper provided real recent
    registered related relevant remaining required respective responsible same second selected separate several short
    similar simple single small so-called some special specific specified standard strict such suitable third total
    two typical unique unknown upcoming usual valid various whole wrong designated desirable said updated
    created deleted stored recorded affected requested called personalized personalised necessary""".split()
)

# Adjectives that belong to the name of a property ("first name", "due date") although they look empty.
NAMING_ADJECTIVES = frozenset(
    """first last middle maximum minimum total current old new next previous active full short long initial
    remaining required unique optional usual normal standard main key""".split()
)

# Nouns of software, documents and screens: never things that a business keeps data about, unless the documents give
# them fields of their own.
SOFTWARE_NOUNS = frozenset(
    """ability abstraction access action activity algorithm analysis analytics animation api app application
    approach architecture area array aspect assessment attempt attribute audience authentication authorization authorisation
    availability backend backup badge bar base basis behavior behaviour benefit body box browser bug button cache call capability card
    case change chart check checkbox choice class-diagram click client code column combination command compliance component concept
    condition config configuration confirmation confirmation-dialog conflict consistency constraint content context control convention
    cookie copy count crud criterion csv cursor dashboard data database date day default definition deletion dependency
    deployment description design detail developer development device diagram dialog dialogue difference display
    documentation dropdown duplicate edit element email encryption end endpoint engine entity entry environment error
    evidence example exception execution existence experience export expression extension fact failure feature feedback field figure
    file filter filtering flag flow folder following footer form format framework frontend function functionality generation gui
    handling header heading hour html icon id identifier idea implementation import index indicator information infrastructure
    input insight instance instruction integration integrity interaction interface introduction issue-tracker item job json key keyboard keyword kind label language layout
    length letter level library limit line link list loading log logic login logout lookup loop maintenance-mode management manager-view mapping
    matrix maximum means mechanism menu message metadata method metric middleware migration minimum minute modal mode model
    module month name navigation need network note notice number object objective operation option order-by orm output overlay overview owner-check
    package page pagination panel parameter part password path payload pdf percentage performance period permission
    person-hour phase placeholder platform plugin point policy popup position possibility postcondition precondition prefix
    preview principle priority privilege problem procedure process processing production program prompt proof property protocol
    purpose quality query question range rate reason recipient record refresh registration regulation relation relationship release
    reliability reminder report reporting request requirement reset resource respect response responsibility responsiveness result
    retrieval return right risk role route row rule runtime scalability scenario schema scope screen script scroll search
    section security selection sequence server service session set setting setup side sidebar sign sign-in sign-up situation size software
    solution sort sorting source specification stack stakeholder standard start state statement statistic statistics status step
    storage store story string structure style subsystem success suite summary support symbol syntax system tab table target task-list
    team technology template term test testing text theme thing threshold time timeout timestamp title token tool tooltip top topic total
    traceability transaction trigger type ui unit update upload uptime url usability usage use user-interface username utc uuid ux
    validation value variable variant verification version view visibility visualization warning way web webpage website widget window
    word workflow wireframe xml year zone kpi mvp rbac sso sla crud dto http https jwt sql rest rest-api csrf xss tls ssl
    attempt-limit toggle spinner toast banner tile tree layer tier host port cpu memory latency throughput concurrency
    today week weekday month quarter moment minute second purpose event-loop actor use-case user-story acceptance acceptance-criterion
    glossary appendix chapter table-of-contents prd srs scope-statement assumption goal milestone timeline deliverable
    admin-panel stage end-user one ones other others both each all none same yes no true false null
    way order-of-magnitude lot rest variety majority minority half pair couple dozen""".split()
)

# Nouns that may be things of their own, but only where the documents give them data: weak by themselves.
WEAK_NOUNS = frozenset(
    """account activity address administrator admin area attachment attribute base card call category change class code comment
    company configuration content copy date detail device document email entry event file group history image information item
    job language level line link list location log manager member message method model module name notification number object
    operator option owner package page part people person photo picture policy position preference price profile program rate
    reason record reminder report request resource result review role rule schedule section service session setting source
    staff stage state status step subject table tag task team template test text time title token topic transaction type unit
    update upload user value version view""".split()
)

# What requirement documents are made of: said of themselves, never of what data is kept about.
DOCUMENT_TERMS = frozenset({("use", "case"), ("user", "story"), ("acceptance", "criterion")})

# Words that join, point and ask: no noun begins or ends with one.
FUNCTION_WORDS = frozenset(
    """a an the this that these those it its they their them he she his her we our you your i my and or but nor so if then
    than as while when where who whom whose which what how why because although though unless until since after before
    during of in on at by for from to into onto with without within about against between among through over under per
    via is are was were be been being has have had do does did can could may might must shall should will would not no
    only also both either neither each every all any some such same other another more most less least very too""".split()
)

# Nouns that stand for what they are joined to ("a type of fee", "information on fees"): by themselves no things.
ABSTRACT_NOUNS = frozenset(
    """type kind sort option information info data detail way use aspect attribute characteristic combination amount
    function functionality description purpose reason goal basis example fact idea need""".split()
)

# Nouns for how something stands: properties, or values of them.
STATE_NOUNS = frozenset("status state mode visibility availability".split())

# Nouns for anybody and anything: they stand for what is named elsewhere, unless something is told of them.
ANYBODY_NOUNS = frozenset(
    "person people human individual somebody anybody everybody nobody thing something anything".split()
)

# Nouns of time: when something is, never a thing that data is kept about.
TIME_NOUNS = frozenset(
    """period day week month quarter year hour minute second moment time today date weekend century decade monday tuesday
    wednesday thursday friday saturday sunday january february march april june july august september october november
    december beginning end start morning evening night noon""".split()
)

# Verbs by which the documents say that data is kept. "the system shall store ..."
STORING_VERBS = frozenset(
    """store record capture save keep hold maintain track register log note archive persist collect document list specify
    define enter provide include contain know require need request input assign""".split()
)

# Verbs between a whole and its data: "a book has a title".
HAVING_VERBS = frozenset(
    "have include contain comprise hold carry possess feature own store require need specify".split()
)

# Verbs of composition: the object is a part of the subject.
COMPOSING_VERBS = frozenset("consist comprise compose contain include divide".split())

# Verbs by which users work on things: the objects are things that data is kept about.
CRUD_VERBS = frozenset(
    """create add edit update delete remove register manage maintain modify view archive deactivate activate submit
    cancel approve reject assign book schedule place publish import export configure define upload reserve order issue
    record track list browse review open close complete borrow return enroll invite rate""".split()
)

# The strong part of them: only things of their own are created or managed.
CREATION_VERBS = frozenset("create add register manage maintain delete submit book schedule place issue record".split())

# Nouns for the program itself and for whoever uses it: subjects that say nothing about ownership.
SYSTEM_NOUNS = frozenset(
    """system application app platform software solution program site website portal database
    backend frontend server module""".split()
)

# What a heading or a name adds to the thing that it is about ("Member Management", "Create Loan", "CreateLoanRequest").
HEADING_TAIL = frozenset(
    """management administration operation crud endpoint api dto request response requirement module section table
    entity model schema page view list record details profile data information attribute property field resource tracking
    handling processing registration lifecycle overview subsystem maintenance feature screen form service controller object
    catalog catalogue directory configuration setting creation deletion update logging monitoring editing""".split()
)

# Verbs that stand before the thing in a heading or an operation name.
HEADING_VERBS = frozenset(
    """create add edit update delete remove register manage maintain modify view archive list get search browse post put
    patch find fetch retrieve show display assign cancel approve reject submit upload track activate deactivate change
    generate export import schedule book issue record refresh associate log configure define publish reset
    invite review complete close open start stop confirm send process handle set""".split()
)

# Ends of names of shapes that carry a thing over the wire, and starts of them.
SHAPE_TAIL = frozenset(
    """request response dto in out input output create update patch put post list page paged details detail summary
    payload body result view model schema item resource entity object read write base full data info record form params
    collection envelope wrapper args command query event""".split()
)
SHAPE_HEAD = frozenset(
    "create update patch new add edit list get paginated paged partial upsert put post base register".split()
)

# Shapes that are about the exchange and not about things.
EXCHANGE_NOUNS = frozenset(
    """error validation problem health ping status success message token login logout signin signup auth authentication credential
    pagination meta metadata response request empty bulk batch export import statistics stats count summary report
    dashboard metrics metric search filter sort sorting ordering config version link links page webhook query path parameter""".split()
)

ROLE_ENDINGS = ("er", "or", "ee", "ant", "ist", "ian", "by")
