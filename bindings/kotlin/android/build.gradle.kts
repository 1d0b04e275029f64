// Kitaab for Android: the same Kotlin as on the JVM, with the library for each processor. See README.md beside this file.

plugins {
    id("com.android.library") version "9.0.0"
    id("maven-publish")
}

group = "io.github.kitaab"
version = "0.1.0"

android {
    namespace = "io.github.kitaab"
    compileSdk = 36

    defaultConfig {
        // java.time is part of the system from here on. For older ones, turn on core library desugaring in the app.
        minSdk = 26
        consumerProguardFiles("consumer-rules.pro")
    }

    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_17
        targetCompatibility = JavaVersion.VERSION_17
    }

    sourceSets["main"].apply {
        kotlin.srcDirs("../src/main/kotlin", "../../../target/kotlin/sources")
        // Where `cargo ndk` puts libkitaab_uniffi.so, by processor.
        jniLibs.srcDirs("../../../target/kotlin/jniLibs")
    }

    publishing {
        singleVariant("release") {
            withSourcesJar()
        }
    }
}

dependencies {
    // The Android archive of JNA: its jar holds libraries for other systems.
    api("net.java.dev.jna:jna:5.19.1@aar")
    api("org.jetbrains.kotlinx:kotlinx-coroutines-android:1.11.0")
}

publishing {
    publications {
        register<MavenPublication>("release") {
            artifactId = "kitaab-android"
            afterEvaluate { from(components["release"]) }
        }
    }
}
