/** The regions that a new deployment shows: ids that official clients and their examples use, all on one server. */
export const defaultRegions = [
  { id: "aws-us-east-1", server: "default", location: "US East (N. Virginia)" },
  { id: "aws-us-west-2", server: "default", location: "US West (Oregon)" },
  { id: "aws-ca-central-1", server: "default", location: "Canada (Central)" },
  { id: "gcp-us-central1", server: "default", location: "Iowa, USA" },
  { id: "azure-centralus", server: "default", location: "Central US (Iowa)" },
];
