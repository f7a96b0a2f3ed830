using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace DiploTracker.Database;

/// <summary>
/// Packages of the machine's own distribution, fetched with <c>apt-get</c> and unpacked into a folder, without root and
/// without installing anything: apt chooses what the machine lacks, with lists and archives of this folder, and
/// verifies what it fetches against the hashes in the signed lists.
/// </summary>
/// <param name="settings">Additional lines for apt's configuration, for tests.</param>
internal sealed partial class DebianPackages(ILogger logger, string settings = "")
{
    /// <summary>Holds the library folders, for LD_LIBRARY_PATH; written last.</summary>
    private const string Ready = "libraries";

    /// <summary>Is this Debian, Ubuntu or a relative?</summary>
    public static bool AreHere => OperatingSystem.IsLinux()
        && File.Exists("/usr/bin/apt-get") && File.Exists("/usr/bin/dpkg-deb") && File.Exists("/var/lib/dpkg/status");

    /// <summary>
    /// The value of LD_LIBRARY_PATH for what was unpacked there; null if nothing was, or not completely.
    /// </summary>
    public static string? LibrariesOf(string folder) =>
        File.Exists(Path.Combine(folder, Ready)) ? File.ReadAllText(Path.Combine(folder, Ready)) : null;

    /// <summary>
    /// Fetches packages and their dependencies unless the folder already has them. One process at a time works; the
    /// others wait and then use what it fetched. The folder appears when it is complete.
    /// </summary>
    /// <param name="choose">Names the packages, once the lists are read; none if there are none to fetch.</param>
    /// <returns>Whether the folder has them.</returns>
    /// <exception cref="DatabaseUnavailableException">They are unavailable; the message gives the reason.</exception>
    public async Task<bool> FetchAsync(
        string folder, string what, Func<Lists, Task<string[]>> choose, CancellationToken cancellation)
    {
        using var only = await Fetching.OnlyOneAsync(folder, cancellation);
        if (LibrariesOf(folder) is not null)
            return true;
        Fetching.RemoveCutShort(folder);
        logger.LogInformation(
            "{What} was not found on this machine: fetching the packages of its distribution, once, into {Folder}",
            what, folder);
        var began = TimeProvider.System.GetTimestamp();
        var unfinished = Fetching.Unfinished(folder);
        var apt = Path.Combine(unfinished, "apt");
        try
        {
            foreach (var inner in new[] { "lists/partial", "archives/partial" })
                Directory.CreateDirectory(Path.Combine(apt, inner));
            var lists = new Lists(Path.Combine(apt, "apt.conf"), Path.GetDirectoryName(folder)!, what, logger);
            await File.WriteAllTextAsync(lists.Configuration, Configuration(apt), cancellation);
            await lists.ReadAsync(cancellation);
            if (await choose(lists) is not { Length: > 0 } packages)
                return false;
            var (code, output) = await lists.RunAsync(
                "apt-get", ["install", "--yes", "--download-only", "--reinstall", .. packages], cancellation);
            string[] archives = [.. Directory.EnumerateFiles(Path.Combine(apt, "archives"), "*.deb")];
            if (code != 0 || archives.Length == 0)
                throw lists.Failed(code != 0 ? output : "nothing was fetched");
            logger.LogInformation("Unpacking {Count} packages", archives.Length);
            foreach (var archive in archives)
            {
                (code, output) = await lists.RunAsync("dpkg-deb", ["--extract", archive, unfinished], cancellation);
                if (code != 0)
                    throw lists.Failed(output);
            }
            Directory.Delete(apt, recursive: true);
            await File.WriteAllTextAsync(Path.Combine(unfinished, Ready), Libraries(unfinished, folder), cancellation);
            await Fetching.CompleteAsync(unfinished, folder);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new DatabaseUnavailableException(
                $"{what} could not be unpacked into {folder} ({failed.Message}): make room there, or set DIPLO_DATA to a "
                + "folder that this user can write.", failed);
        }
        finally
        {
            Fetching.RemoveCutShort(folder);
        }
        logger.LogInformation("{What} is ready after {Seconds:0} s", what,
            TimeProvider.System.GetElapsedTime(began).TotalSeconds);
        return true;
    }

    private string Configuration(string apt) => $$"""
        Dir::State::lists "{{apt}}/lists";
        Dir::Cache "{{apt}}";
        Dir::Cache::archives "archives";
        Dir::Cache::pkgcache "";
        Dir::Cache::srcpkgcache "";
        Debug::NoLocking "true";
        APT::Install-Recommends "false";
        APT::Get::AllowUnauthenticated "false";
        Acquire::AllowInsecureRepositories "false";
        Acquire::Retries "2";
        Acquire::Languages "none";
        Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
        Acquire::IndexTargets::deb::CNF::DefaultEnabled "false";
        #clear APT::Update::Pre-Invoke;
        #clear APT::Update::Post-Invoke;
        #clear APT::Update::Post-Invoke-Success;
        {{settings}}

        """;

    // A package's private libraries are in subfolders; links between folders may lead out of the tree.
    private static readonly EnumerationOptions Below = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
    };

    private static string Libraries(string unpacked, string folder) => string.Join(':',
        new[] { "usr/lib", "lib" }.Select(part => Path.Combine(unpacked, part)).Where(Directory.Exists)
            .SelectMany(part => Directory.EnumerateFiles(part, "lib*.so*", Below))
            .Select(library => folder + Path.GetDirectoryName(library)![unpacked.Length..])
            .Distinct().Order(StringComparer.Ordinal));

    /// <summary>The distribution's packages according to the lists just read.</summary>
    internal sealed partial class Lists(string configuration, string folder, string what, ILogger logger)
    {
        private string _complaints = "";

        public string Configuration => configuration;

        /// <summary>
        /// Reads the lists of all sources. An unreachable source is not fatal in itself: the others may have what is
        /// needed.
        /// </summary>
        public async Task ReadAsync(CancellationToken cancellation) =>
            (_, _complaints) = await RunAsync("apt-get", ["update"], cancellation);

        /// <summary>The output of an <c>apt-cache</c> query.</summary>
        public async Task<string> AskAsync(IEnumerable<string> query, CancellationToken cancellation) =>
            await RunAsync("apt-cache", query, cancellation) is (0, var output)
                ? output
                : throw Failed("the lists of packages could not be read");

        public DatabaseUnavailableException Failed(string output)
        {
            // Packages missing because a source is unreachable are reported last.
            var reason = $"{_complaints}\n{output}".Split('\n').Select(line => line.Trim())
                .FirstOrDefault(IsError) ?? output.Trim();
            return new($"{_complaints}\n{output}".Contains("No space left on device", StringComparison.Ordinal)
                ? $"{what} could not be fetched, because the disk of {folder} is full: make "
                    + "room there, or set DIPLO_DATA to a folder on another disk."
                : $"{what} could not be fetched with apt-get ({reason}): check the network and apt's sources, or "
                    + "install it yourself.");
        }

        /// <summary>
        /// Runs one of apt's programs, reports what it fetches as it goes, and returns all its output.
        /// </summary>
        public async Task<(int Code, string Output)> RunAsync(
            string program, IEnumerable<string> arguments, CancellationToken cancellation)
        {
            var start = new ProcessStartInfo(program,
                program == "dpkg-deb" ? arguments : ["-c", configuration, .. arguments])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment = { ["LC_ALL"] = "C", ["DEBIAN_FRONTEND"] = "noninteractive" },
            };
            Process process;
            try
            {
                process = Process.Start(start)!;
            }
            catch (Win32Exception missing)
            {
                throw Failed(missing.Message);
            }
            using (process)
            {
                process.StandardInput.Close();
                var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
                List<string> lines = [];
                try
                {
                    while (await process.StandardOutput.ReadLineAsync(cancellation) is { } line)
                    {
                        lines.Add(line);
                        Report(line);
                    }
                    await process.WaitForExitAsync(cancellation);
                }
                catch (OperationCanceledException)
                {
                    process.Kill(entireProcessTree: true);
                    throw;
                }
                return (process.ExitCode, string.Join('\n', [.. lines, await errors]));
            }
        }

        private static bool IsError(string line) => line.StartsWith("E: ", StringComparison.Ordinal)
            || line.StartsWith("W: Failed to fetch", StringComparison.Ordinal)
            || line.StartsWith("dpkg-deb: ", StringComparison.Ordinal);

        private void Report(string line)
        {
            if (Size().Match(line) is { Success: true } size)
                logger.LogInformation("Downloading {Size}", size.Groups[1].Value);
            else if (Got().Match(line) is { Success: true } got)
                logger.LogInformation("Getting {Package} {Size}", got.Groups[1].Value, got.Groups[2].Value);
        }

        [GeneratedRegex(@"^Need to get (.+) of archives")]
        private static partial Regex Size();

        // "Get:3 http://… bookworm/main amd64 postgresql-15 amd64 15.18-0+deb12u1 [16.8 MB]": packages of a megabyte or
        // more.
        [GeneratedRegex(@"^Get:\d+ \S+ \S+ \S+ (\S+) .*\[([\d.]+ MB)\]$")]
        private static partial Regex Got();
    }
}
