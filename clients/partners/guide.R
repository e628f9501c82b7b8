# Runs what docs/partners.md shows for R, and checks what comes out: Rscript guide.R SERVER GUIDE
arguments <- commandArgs(trailingOnly = TRUE)
server <- sub("/$", "", arguments[1])
guide <- readLines(arguments[2], encoding = "UTF-8")

first <- which(guide == "```r")[1] + 1
last <- first + which(guide[first:length(guide)] == "```")[1] - 2
block <- gsub("https://SERVER", server, guide[first:last], fixed = TRUE)
eval(parse(text = block, encoding = "UTF-8"))

# What CSV has, all of it as texts.
texts <- read_csv(paste0(server, "/d/memberships.csv"), na = character(), col_types = cols(.default = "c"))
stopifnot(nrow(memberships) == nrow(texts), nrow(texts) > 1000)
stopifnot(identical(names(memberships), names(texts)))
for (name in names(texts)) {
  read <- as.character(memberships[[name]])
  read[is.na(read)] <- ""
  stopifnot(identical(read, texts[[name]]))
}

codes <- memberships$memberships.country.code[which(memberships$memberships.country.code3 == "NAM")]
stopifnot(length(codes) > 0, all(codes == "NA"))
years <- memberships$memberships.from
stopifnot(is.integer(years), any(is.na(years)), !anyNA(memberships$memberships.role))
cat(sprintf("readr %s: %d memberships\n", packageVersion("readr"), nrow(memberships)))
