/** The conditions of the portable profile that Redocly's configurable rules cannot express. redocly.yaml has the others. */

function localRefs() {
  return {
    ref(node, { report, location }) {
      if (!node.$ref.startsWith("#/"))
        report({ message: 'Define it in this file and refer to it by "#/…".', location: location.child("$ref") });
    },
  };
}

function namedObjects() {
  return {
    Schema(schema, { report, location }) {
      const isObject = schema.type === "object" || schema.properties !== undefined;
      if (isObject && !/^#\/components\/schemas\/[^/]+$/.test(location.pointer))
        report({ message: "Move the object to components/schemas and refer to it by $ref.", location });
    },
  };
}

function nullableProperties() {
  return {
    Schema({ properties = {}, required = [] }, { report, location }) {
      for (const [name, property] of Object.entries(properties)) {
        const mayBeNull = property.$ref !== undefined || property.nullable !== undefined || property.type === undefined;
        if (!mayBeNull && !required.includes(name))
          report({ message: 'Add "nullable: true": the server may send null.', location: location.child(["properties", name]) });
      }
    },
  };
}

export default function profile() {
  return {
    id: "profile",
    rules: {
      oas3: { "local-refs": localRefs, "named-objects": namedObjects, "nullable-properties": nullableProperties },
    },
  };
}
