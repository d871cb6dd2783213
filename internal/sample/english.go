package sample

import "strings"

// english is the language of second texts only: no place has its name in it.
var english = language{
	tag: "en",
	nouns: strings.Fields(`
		people time help coffee friends school music food talking games homework support work anxiety sport volunteers
		family money loneliness housing home feelings dreams training stress sleep love humour film art nature tea
		soup computers guitar piano football basketball dance theatre bikes plants books drawings photos crafts
		knitting cooking baking trips bonfires parties holidays weekends evenings afternoons mornings letters forms
		bills company attention courage hope joy grief anger doubt shame boundaries habits confidence guidance advice
		mentors students apprentices siblings parents neighbours classmates colleagues guests ideas tasks tools paint
		clay fabric wool paper podcasts poems chess cards yoga swimming climbing running walking sailing fishing
		gardening animals horses dogs cats hens bees choir drums sound light space sofas cushions blankets posters
		newspapers languages maths exams internships jobs applications consent`),
	verbs: strings.Fields(`
		talk meet eat play listen learn help relax cook laugh think read write draw paint sing dance bake share ask
		build run cycle walk sit rest dream practise plan organise repair sew knit grow climb swim film record
		perform discuss understand`),
	adjectives: strings.Fields(`
		open free calm safe shared new good cosy informal anonymous creative warm small big fun quiet friendly simple
		green local social active easy soft bright regular voluntary honest mixed colourful musical healthy digital
		practical personal flexible curious late early`),
	firsts: strings.Fields(`
		youth drop-in homework music neighbourhood talking evening games work housing cooking Friday school sports
		support anxiety grief family advice art nature bonfire board-game film theatre dance bike garden book body
		friendship dream sound podcast photo writing reading drawing painting sewing knitting wood metal clay plant
		street park beach forest harbour village city holiday summer winter autumn spring morning lunch night`),
	lasts: strings.Fields(`
		group café evening guidance help house point room workshop club training talk hour support offer meeting
		course trip game kitchen corner day network project party week line stage festival stall contest shop bus
		camp hut hall studio forum council guild buddy team lab academy library`),
	space: " ",
	pairs: lines(`
		anxiety and a talk
		loneliness and friends
		homework and coffee
		stress and sleep
		money and housing
		a quiet talk
		a talk about anxiety
		work and training
		grief and loss
		bullying and school`),
	titles: lines(`
		{Compound}
		{Compound} for young people
		{Compound} in {town}
		{Topic}: {compound}
		Open {compound}`),
	sentences: lines(`
		Here you can {verb}, {verb} and {verb} with other young people.
		We talk about {topic}, {noun} and {noun}.
		Come by for {noun}, {noun} and a {compound}.
		There is room for {noun} and {noun}, also when it is about {topic}.
		Many come for {pair}.
		You need not {verb}, you may just {verb}.
		The place in {town} has {noun}, {noun} and a {compound}.
		Every week there is a {compound}, a {compound} and {noun}.
		You are welcome without an appointment, and it is {adjective} and {adjective}.
		The volunteers help with {noun}, {noun} and {topic}.
		Bring somebody to the {compound} or the {compound} if you like.
		Sometimes one just wants to {verb} about {topic} with an adult.`),
}
