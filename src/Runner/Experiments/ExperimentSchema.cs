namespace Goalkeeper.Runner;

/// <summary>The JSON Schema of experiment files, by which editors complete and check them: docs/experiment.schema.json.</summary>
internal static class ExperimentSchema
{
    /// <summary>Its text.</summary>
    public static byte[] Utf8
    {
        get
        {
            using var resource = typeof(ExperimentSchema).Assembly.GetManifestResourceStream("experiment.schema.json")!;
            var text = new byte[resource.Length];
            resource.ReadExactly(text);
            return text;
        }
    }
}
