// The question for the schema.

const inputValue = `name description defaultValue isDeprecated deprecationReason type { ...Type }`;

/** One query for all that the reference shows. */
export const INTROSPECTION = `
  query Reference {
    __schema {
      queryType { name }
      mutationType { name }
      subscriptionType { name }
      directives {
        name description locations isRepeatable
        args(includeDeprecated: true) { ${inputValue} }
      }
      types {
        kind name description isOneOf specifiedByURL
        fields(includeDeprecated: true) {
          name description isDeprecated deprecationReason
          args(includeDeprecated: true) { ${inputValue} }
          type { ...Type }
        }
        inputFields(includeDeprecated: true) { ${inputValue} }
        interfaces { name }
        possibleTypes { name }
        enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }
      }
    }
  }
  # As deep as a list of lists goes.
  fragment Type on __Type {
    kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } }
  }
`;
