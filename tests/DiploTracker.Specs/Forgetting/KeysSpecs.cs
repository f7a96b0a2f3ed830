using DiploTracker.Sealing;
using Shouldly;
using Xunit;

namespace DiploTracker.Specs.Forgetting;

/// <summary>The folder of the keys, which several trackers may share.</summary>
public sealed class KeysSpecs : IDisposable
{
    private readonly string _folder = Path.Combine(Directory.CreateTempSubdirectory("keys-").FullName, "keys");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);

    [Fact]
    public void a_person_keeps_its_key_over_a_restart()
    {
        KeyId putin;
        using (var keys = new Keys(_folder))
        {
            putin = Committed(keys, "Putin");
            Committed(keys, "Putin").ShouldBe(putin);
            Committed(keys, "بوتين\n2").ShouldNotBe(putin);
        }
        using var again = new Keys(_folder);
        again.Of("Putin").ShouldBe(putin);
        again.Find("بوتين\n2").ShouldNotBeNull();
    }

    [Fact]
    public void two_trackers_give_a_person_one_key_and_each_sees_what_the_other_destroys()
    {
        using var one = new Keys(_folder);
        using var other = new Keys(_folder);
        var id = Committed(one, "Putin");
        Committed(other, "Putin").ShouldBe(id);
        other.Key(id).ShouldBe(one.Key(id));

        one.Destroy([id]);
        other.Refresh();
        other.Key(id).ShouldBeNull();
        other.Find("Putin").ShouldBeNull();
        Committed(other, "Putin").ShouldNotBe(id);
    }

    [Fact]
    public void an_erased_name_stands_in_no_file()
    {
        using var keys = new Keys(_folder);
        var id = Committed(keys, "Putin");
        Committed(keys, "Ushakov");
        keys.Destroy([id]);
        foreach (var file in Directory.GetFiles(_folder).Where(file => Path.GetFileName(file) != "lock"))
            File.ReadAllText(file).ShouldNotContain("Putin");
        keys.Find("Ushakov").ShouldNotBeNull();
    }

    [Fact]
    public void a_line_that_was_cut_off_does_not_count()
    {
        using (var keys = new Keys(_folder))
            Committed(keys, "Putin");
        File.AppendAllText(Path.Combine(_folder, "names"), "00c0ffee1234 \"Ush");
        using var again = new Keys(_folder);
        Committed(again, "Ushakov");
        File.ReadAllLines(Path.Combine(_folder, "names")).Length.ShouldBe(2);
        again.Find("Putin").ShouldNotBeNull();
    }

    [Fact]
    public void only_its_owner_can_look_into_it()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var keys = new Keys(_folder);
        Committed(keys, "Putin");
        File.GetUnixFileMode(_folder).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        foreach (var file in (string[])["tree", "names", "blinding"])
            File.GetUnixFileMode(Path.Combine(_folder, file)).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void a_folder_with_something_else_in_it_is_not_used()
    {
        Directory.CreateDirectory(_folder);
        File.WriteAllText(Path.Combine(_folder, "tree"), "no tree");
        Should.Throw<KeysUnavailableException>(() => new Keys(_folder)).Message.ShouldContain(_folder);
    }

    /// <summary>Two groups of commands seal at the same time, and one tries to keep the names of both.</summary>
    [Fact]
    public void nobody_may_store_what_was_sealed_with_a_name_that_another_could_not_keep()
    {
        using var keys = new Keys(_folder);
        Committed(keys, "Putin");
        using Keys.NewNames first = keys.Begin(), second = keys.Begin(), third = keys.Begin();
        var lost = keys.Of("Ushakov");
        var names = Path.Combine(_folder, "names");
        var kept = File.ReadAllText(names);
        File.Delete(names);
        Directory.CreateDirectory(names); // a disk that takes nothing
        Should.Throw<Exception>(first.Commit);
        Should.Throw<IOException>(second.Commit).Message.ShouldBe("The keys of new persons could not be written.");

        Directory.Delete(names);
        File.WriteAllText(names, kept);
        Committed(keys, "Ushakov").ShouldNotBe(lost);
        keys.Of("Lavrov");
        Should.Throw<IOException>(third.Commit);
        using var again = new Keys(_folder); // the folder is free for others, whether or not what was sealed may be stored
        again.Find("Lavrov").ShouldNotBeNull();
        again.Find("Putin").ShouldNotBeNull();
        again.Find("Ushakov").ShouldBe(keys.Find("Ushakov"));
    }

    private static KeyId Committed(Keys keys, string name)
    {
        using var names = keys.Begin();
        var id = keys.Of(name);
        names.Commit();
        return id;
    }
}
