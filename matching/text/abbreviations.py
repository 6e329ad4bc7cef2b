"""Abbreviations, English words and noise of French job titles: a small dictionary of our own, on plain words.

A word is listed where it means one thing in nearly every title. "AS" is a care assistant, "ES" is left out.
"""

_ABBREVIATIONS = """
ads agent de service|adv administration des ventes|aed assistant education|aes accompagnant educatif et social
aesh accompagnant eleves situation handicap|avsi auxiliaire vie scolaire|amo assistant maitrise ouvrage
aas aide soignant|as aide soignant|asd aide soignant|ash agent service hospitalier|asg assistant soins gerontologie
asv auxiliaire veterinaire|asvp agent surveillance voie publique|atsem agent territorial specialise ecoles maternelles
amp aide medico psychologique|aps agent prevention securite|avs auxiliaire vie sociale|adj adjoint
bafa animateur|bi business intelligence|bpjeps animateur|btp batiment travaux publics
cariste cariste|cesf conseiller economie sociale familiale|chr cafe hotel restaurant
cip conseiller insertion professionnelle|cisp conseiller insertion professionnelle|cn commande numerique
cnc commande numerique|com communication|compta comptable|comm commercial|cdp chef projet
cvc chauffage ventilation climatisation|cpe conseiller principal education|chaudr chaudronnier|cuisto cuisinier
cuistot cuisinier|nounou assistant maternel
daf directeur administratif financier|dao dessin assiste ordinateur|dea ambulancier|deaes accompagnant educatif social
deas aide soignant|def directeur exploitation|dev developpeur|dg directeur general|dir directeur|dirigeant directeur
dpo delegue protection donnees|drh directeur ressources humaines|dsi directeur systemes information
ds directeur de site|eje educateur jeunes enfants|elec electricien|electro electricien|electromeca electromecanicien
ehs hygiene securite environnement|erp progiciel de gestion integre|ergo ergotherapeute
fle francais langue etrangere|gms grande distribution|gmao maintenance assistee ordinateur
hcr hotel cafe restaurant|hse hygiene securite environnement|ia intelligence artificielle
iade infirmier anesthesiste|ibode infirmier bloc operatoire|ide infirmier|idec infirmier coordinateur|ido infirmier
ing ingenieur|inge ingenieur|info informatique|it informatique|kine masseur kinesitherapeute
ldv livreur|lpo lycee|manut manutentionnaire|magaz magasinier|meca mecanicien|mecano mecanicien
mig soudeur mig|tig soudeur tig|mjpm mandataire judiciaire|moe maitrise oeuvre|moa maitrise ouvrage
menuis menuisier|nett nettoyage|oqp ouvrier qualifie|op operateur|ope operateur|opq ouvrier qualifie|os ouvrier
pao publication assistee ordinateur|pl poids lourd|spl super poids lourd|plr poids lourd|vl vehicule leger
po product owner|poly polyvalent|prepa preparateur|prep preparateur|prof professeur|psy psychologue
puer puericulteur|qhse qualite hygiene securite environnement|qse qualite securite environnement
qsse qualite securite environnement|resp responsable|rh ressources humaines|rdv rendez vous
sav service apres vente|sec secretaire|secr secretaire|ssiap agent securite incendie|ssr soins suite
tce tous corps etat|tech technicien|techn technicien|technico technico|telecom telecommunications
telecoms telecommunications|tisf technicien intervention sociale familiale|tp travaux publics
vae vente|vdi vendeur domicile independant|vrd voirie reseaux divers|vrp representant|vsl ambulancier
vtc conducteur voiture tourisme chauffeur|assist assistant|asst assistant|admin administratif|adm administratif
agt agent|cond conducteur|cdt conducteur|ouv ouvrier|maint maintenance|indus industriel|secu securite|elect electricien
electr electricien|charpent charpentier|plomb plombier|patiss patissier|boul boulanger|coif coiffeur|esth estheticien
"""
_BORROWED = """
accountant comptable|accounting comptabilite|apprentice apprenti|baker boulanger|barber coiffeur|butcher boucher
bartender barman|builder batiment|carpenter charpentier|cashier caissier|cleaner agent nettoyage|cleaning nettoyage
clerk employe|cook cuisinier|customer client|designer designer|developer developpeur|driver conducteur
driving conduite|electrician electricien|engineer ingenieur|engineering ingenierie|finance finance|forklift cariste
gardener jardinier|hairdresser coiffeur|handyman agent entretien batiment|healthcare sante|housekeeper valet chambre
hr ressources humaines|janitor agent nettoyage|kitchen cuisine|lawyer avocat|lead responsable|machinist usinage
barmaid barman|maid valet chambre|mason macon|mechanic mecanicien|nurse infirmier|nursing infirmier|officer responsable
painter peintre|plumber plombier|purchasing achat|quality qualite|receptionist receptionniste|recruiter recruteur
research recherche|retail vente|sales commercial|salesman vendeur|seller vendeur|software logiciel|store magasin
supply approvisionnement|tailor tailleur|teacher professeur|teaching enseignement|technician technicien
testing test|tester testeur|truck poids lourd|waiter serveur|waitress serveur|warehouse magasinier|welder soudeur
welding soudage|worker ouvrier|ai intelligence artificielle|security securite|human humain|assistant assistant
"""
_SMALL_WORDS = """
de des du la le les l d un une et en a au aux par pour sur avec dans ou sous chez vers son sa ses notre nos votre vos
leur leurs ce cet cette ces qui que quoi dont il elle ils elles nous vous je tu on se est sont etre avoir the of and
for to in with or
"""
_NOISE = """
urgent recherchons recrute recrutons recrutement cdi cdd interim interimaire temps plein partiel complet emploi
opportunite immediat immediate immediatement debutant accepte confirme senior junior experimente hf fh alternance
alternant apprentissage stage stagiaire saison saisonnier saisonniere contrat remplacement heures pourvoir caces
permis nuit nuits week end weekend mi teletravail deplacement deplacements etp homme hommes femme femmes valet valets
monsieur madame
"""


def _pairs(text: str) -> dict[str, str]:
    return dict(item.split(" ", 1) for item in text.replace("\n", "|").split("|") if item)


ABBREVIATIONS = _pairs(_ABBREVIATIONS)
BORROWED = _pairs(_BORROWED)
SMALL_WORDS = frozenset(_SMALL_WORDS.split())
NOISE = frozenset(_NOISE.split())
