namespace Goalkeeper.Tests.Training;

/// <summary>
/// A test on data that are a third party's and never part of the project. Without GOALKEEPER_DATA it is skipped, with the reason; with it, a
/// missing file is a failure.
/// </summary>
public sealed class DataFactAttribute : FactAttribute
{
    /// <param name="file">The file that it needs.</param>
    public DataFactAttribute(string file)
    {
        File = file;
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("GOALKEEPER_DATA")))
            Skip = $"needs {file}: make it as README.md shows and set GOALKEEPER_DATA to its folder";
    }

    public string File { get; }
}
