import * as z from "zod";

// What SPDX 2.3 asks of the members that we write, clause by clause: the form of an SPDX document in JSON.
const id = z.string().regex(/^SPDXRef-[A-Za-z0-9.-]+$/); // 3.2, 6.3, 7.2
const noAssertion = z.literal("NOASSERTION");
const purl = z.strictObject({
  referenceCategory: z.literal("PACKAGE-MANAGER"),
  referenceType: z.literal("purl"),
  referenceLocator: z.string().regex(/^pkg:[a-z]+\/[^\s]+@[^\s]+$/),
}); // 7.21, annex F.3
const cpe = z.strictObject({
  referenceCategory: z.literal("SECURITY"),
  referenceType: z.literal("cpe23Type"),
  // The expression of annex F.2.
  referenceLocator: z
    .string()
    .regex(
      /^cpe:2\.3:[aho*-](:(((\?*|\*?)([a-zA-Z0-9\-._]|(\\[\\*?!"#$%&'()+,/:;<=>@[\]^`{|}~]))+(\?*|\*?))|[*-])){5}(:(([a-zA-Z]{2,3}(-([a-zA-Z]{2}|[0-9]{3}))?)|[*-]))(:(((\?*|\*?)([a-zA-Z0-9\-._]|(\\[\\*?!"#$%&'()+,/:;<=>@[\]^`{|}~]))+(\?*|\*?))|[*-])){4}$/,
    ),
});
const packageForm = z.strictObject({
  SPDXID: id,
  name: z.string().min(1), // 7.1
  versionInfo: z.string().optional(), // 7.3
  summary: z.string().optional(), // 7.18
  downloadLocation: z.union([noAssertion, z.url({ protocol: /^https$/ })]), // 7.7
  homepage: z.url().optional(), // 7.11
  checksums: z
    .array(z.strictObject({ algorithm: z.literal("SHA256"), checksumValue: z.string().regex(/^[0-9a-f]{64}$/) }))
    .optional(), // 7.10
  licenseConcluded: noAssertion, // 7.13
  licenseDeclared: z.string().min(1), // 7.15
  copyrightText: noAssertion, // 7.17
  filesAnalyzed: z.literal(false), // 7.8
  primaryPackagePurpose: z.enum(["CONTAINER", "SOURCE"]).optional(), // 7.24
  externalRefs: z
    .array(z.union([purl, cpe]))
    .min(1)
    .optional(),
});

/** An SPDX 2.3 document with the members that `defs sbom` writes. */
export const spdxDocument = z.strictObject({
  spdxVersion: z.literal("SPDX-2.3"), // 6.1
  dataLicense: z.literal("CC0-1.0"), // 6.2
  SPDXID: z.literal("SPDXRef-DOCUMENT"), // 6.3
  name: z.string().min(1), // 6.4
  documentNamespace: z.url().regex(/^[^#]*$/), // 6.5
  creationInfo: z.strictObject({
    created: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/), // 6.9
    creators: z.array(z.string().regex(/^Tool: \S+-\S+$/)).min(1), // 6.8
  }),
  hasExtractedLicensingInfos: z
    .array(
      z.strictObject({
        licenseId: z.string().regex(/^LicenseRef-[A-Za-z0-9.-]+$/), // 10.1
        extractedText: z.string().min(1), // 10.2
        comment: z.string(), // 10.5
      }),
    )
    .min(1)
    .optional(),
  packages: z.array(packageForm).min(1),
  relationships: z.array(
    z.strictObject({
      spdxElementId: id,
      relationshipType: z.enum(["DESCRIBES", "CONTAINS", "DEPENDS_ON", "GENERATED_FROM", "PATCH_APPLIED"]), // 11.1
      relatedSpdxElement: id,
    }),
  ),
});
