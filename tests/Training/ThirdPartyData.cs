namespace Goalkeeper.Tests.Training;

/// <summary>Data that are a third party's and never part of the project.</summary>
internal static class ThirdPartyData
{
    /// <summary>Skips the calling test, with the reason, where GOALKEEPER_DATA is not set; where it is, a missing file is a failure.</summary>
    /// <param name="file">The file that the test needs.</param>
    public static void Need(string file)
    {
        var folder = Environment.GetEnvironmentVariable("GOALKEEPER_DATA");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), $"needs {file}: set GOALKEEPER_DATA to its folder");
        Assert.True(File.Exists(Path.Combine(folder!, file)), $"GOALKEEPER_DATA is {folder}, and {file} is not there.");
    }
}
