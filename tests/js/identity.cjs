// Prints who the AWS SDK for JavaScript is, with the credentials that one of its providers finds.
// usage: node identity.cjs fromInstanceMetadata|fromContainerMetadata|fromHttp
const { STSClient, GetCallerIdentityCommand } = require("@aws-sdk/client-sts");
const providers = require("@aws-sdk/credential-providers");

const client = new STSClient({ credentials: providers[process.argv[2]]() });
client.send(new GetCallerIdentityCommand({})).then(
    (identity) => console.log(identity.Arn),
    (error) => {
        console.error(error);
        process.exit(1);
    },
);
